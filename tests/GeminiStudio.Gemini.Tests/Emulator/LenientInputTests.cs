using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class LenientInputTests
{
    [Theory]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generation_config":{"max_output_tokens":"64","topK":40.0}}""")]
    [InlineData("""{"contents":{"parts":{"text":"Hi"}},"tools":{"google_search":{}}}""")]
    [InlineData("""{"contents":[{"role":null,"parts":[{"text":"Hi","thought":null}]}],"systemInstruction":null,"generationConfig":null}""")]
    [InlineData("""{"contents":[{"parts":[{"text":""},{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"low"},"responseModalities":["Text"]}}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Hi"},{"inline_data":{"mime_type":"image/png","data":"_9j_4AA"}}]}],"serviceTier":"STANDARD"}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters_json_schema":{"type":"object","properties":{"max_items":{"anything":1}}}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":""},{"functionCall":{"name":"f"},"thoughtSignature":"c2tpcF90aG91Z2h0"}]},{"role":"function","parts":[{"functionResponse":{"name":"f","response":{"x":1}}}]}]}""")]
    public async Task What_sdks_send_is_taken(string body)
    {
        await using var session = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await session.PostAsync($"v1/models/{Flash}:generateContent", body)).StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public async Task The_content_type_does_not_matter(string contentType)
    {
        await using var session = await StartAsync();
        var content = new StringContent(Ask("Hello").ToJsonString(), Encoding.UTF8, contentType);

        Assert.Equal(HttpStatusCode.OK, (await session.Http.PostAsync($"v1/models/{Flash}:generateContent", content, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task The_colon_of_a_verb_may_be_escaped()
    {
        await using var session = await StartAsync();

        var response = await session.PostAsync($"v1beta/models/{Flash}%3AcountTokens", Ask("12345678").ToJsonString());

        Assert.Equal(2, (await JsonOfAsync(response))["totalTokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Both_spellings_of_one_field_are_refused()
    {
        await using var session = await StartAsync();
        var body = Ask("Hello");
        body["generationConfig"] = new JsonObject { ["topK"] = 1, ["top_k"] = 2 };

        Assert.Contains("'_top_k' is already set", MessageOf(await session.AnswerAsync(body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_json_is_refused_with_the_place_shown()
    {
        await using var session = await StartAsync();

        var response = await session.PostAsync($"v1/models/{Flash}:generateContent", """{"contents": [""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("Invalid JSON payload received.", MessageOf(await JsonOfAsync(response)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_counted_of_bare_contents_and_of_a_whole_request()
    {
        await using var session = await StartAsync();
        var whole = Ask("12345678");
        whole["model"] = "models/" + Flash;
        whole["systemInstruction"] = JsonNode.Parse("""{"parts":[{"text":"1234"}]}""");

        var response = await session.PostAsync($"v1/models/{Flash}:countTokens", new JsonObject { ["generateContentRequest"] = whole }.ToJsonString());

        var answer = await JsonOfAsync(response);
        Assert.Equal(3, answer["totalTokens"]!.GetValue<int>());
        Assert.Equal("TEXT", answer["promptTokensDetails"]![0]!["modality"]!.GetValue<string>());
    }

    [Fact]
    public async Task Embeddings_are_unit_vectors_and_like_words_lie_near()
    {
        await using var session = await StartAsync();
        const string model = "models/gemini-embedding-001";
        var requests = new[] { "a red car", "a red bus", "quantum fields" }.Select(text => new JsonObject
        {
            ["model"] = model,
            ["content"] = Ask(text)["contents"]![0]!.DeepClone(),
            ["outputDimensionality"] = 256,
        });

        var response = await session.PostAsync($"v1/{model}:batchEmbedContents", new JsonObject { ["requests"] = new JsonArray([.. requests]) }.ToJsonString());

        var vectors = (await JsonOfAsync(response))["embeddings"]!.AsArray().Select(e => e!["values"]!.AsArray().Select(v => v!.GetValue<double>()).ToArray()).ToList();
        Assert.All(vectors, v => Assert.Equal(1, v.Sum(x => x * x), 1e-6));
        Assert.True(Product(vectors[0], vectors[1]) > Product(vectors[0], vectors[2]));
    }

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
