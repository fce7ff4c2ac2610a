using System.Net;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class KeyTests
{
    private static readonly EmulatorServerOptions Guarded = new() { Pace = TimeSpan.Zero, AcceptedKeys = ["right"] };

    [Fact]
    public async Task Without_accepted_keys_anybody_may_ask()
    {
        await using var session = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await ListAsync(session, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ListAsync(session, "any")).StatusCode);
    }

    [Fact]
    public async Task The_right_key_is_let_in_by_header_and_by_query()
    {
        await using var session = await StartAsync(Guarded);

        Assert.Equal(HttpStatusCode.OK, (await ListAsync(session, "right")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await session.Http.GetAsync("v1/models?key=right", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_missing_key_is_403()
    {
        await using var session = await StartAsync(Guarded);

        var response = await ListAsync(session, null);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.StartsWith("Method doesn't allow unregistered callers", MessageOf(await JsonOfAsync(response)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_400_with_the_recorded_body()
    {
        await using var session = await StartAsync(Guarded);

        var response = await ListAsync(session, "wrong");

        var recorded = JsonNode.Parse(RecordedAnswer.Read("unary-failure-api-key.json"))!;
        recorded["error"]!["details"]!.AsArray().RemoveAt(2); // DebugInfo, which Google sends to few
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(JsonNode.DeepEquals(recorded, await JsonOfAsync(response)));
    }

    [Fact]
    public async Task A_bearer_token_is_no_key_here()
    {
        await using var session = await StartAsync(Guarded);
        session.Http.DefaultRequestHeaders.Add("Authorization", "Bearer right");

        Assert.Equal(HttpStatusCode.Unauthorized, (await ListAsync(session, null)).StatusCode);
    }

    [Theory]
    [InlineData("invalid-1", 400, "API key not valid. Please pass a valid API key.")]
    [InlineData("expired-1", 400, "API key expired. Please renew the API key.")]
    [InlineData("leaked-1", 403, "Your API key was reported as leaked. Please use another API key.")]
    [InlineData("disabled-1", 403, "Generative Language API has not been used in project 12345678")]
    public async Task A_magic_key_is_refused_for_the_reason_in_its_name(string key, int status, string message)
    {
        await using var session = await StartAsync();

        var response = await ListAsync(session, key);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(message, MessageOf(await JsonOfAsync(response)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_service_answers_with_the_recorded_body()
    {
        await using var session = await StartAsync();

        var answer = await JsonOfAsync(await ListAsync(session, "disabled-1"));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(RecordedAnswer.Read("unary-failure-generativelanguage-api-not-enabled.json")), answer));
    }

    private static Task<HttpResponseMessage> ListAsync(EmulatorSession session, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "v1beta/models");
        if (key is not null)
        {
            request.Headers.Add("x-goog-api-key", key);
        }
        return session.Http.SendAsync(request, Cancelled);
    }
}
