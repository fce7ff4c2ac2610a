using System.Net;
using System.Text;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>The doors for variables and for a request as JSON: what is refused, and with which words.</summary>
public sealed class SettingsDoorTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("variables", "[]", "The values are a JSON object of texts.")]
    [InlineData("variables", """{"a":1}""", "The values are a JSON object of texts.")]
    [InlineData("variables", """{"a":null}""", "The values are a JSON object of texts.")]
    [InlineData("request", """{"a":1,}""", "Line 1, column 8: this is no JSON.")]
    [InlineData("request", "null", "A request is a JSON object: it begins with { and ends with }.")]
    [InlineData("request", """{"generationConfig":{"candidateCount":9000,"topK":0}}""", "topK must be from 1 to 1000 for Gemini 3.8 Flash.")]
    [InlineData("request", """{"safetySettings":[{"category":"HARM_CATEGORY_TOXICITY","threshold":"OFF"}]}""", "Google does not know this safety setting: HARM_CATEGORY_TOXICITY = OFF.")]
    public async Task What_cannot_be_taken_is_refused_in_words(string what, string body, string words)
    {
        using var answer = await PostAsync(what, body, csrf: true);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory, InlineData("variables"), InlineData("request")]
    public async Task Without_the_header_that_no_form_can_send_there_is_nothing(string what)
    {
        using var answer = await PostAsync(what, "{}", csrf: false);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory, InlineData("variables"), InlineData("request")]
    public async Task More_than_four_megabytes_are_refused(string what)
    {
        using var answer = await PostAsync(what, $$"""{"a":"{{new string('x', 5 * 1024 * 1024)}}"}""", csrf: true);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string what, string body, bool csrf)
    {
        using var client = door.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sessions/{Guid.NewGuid()}/{what}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = body.Length > 1024 * 1024; // else it is refused while it is still being sent
        if (csrf)
        {
            request.Headers.Add("X-CSRF", "1");
        }

        return await client.SendAsync(request, Cancel);
    }
}
