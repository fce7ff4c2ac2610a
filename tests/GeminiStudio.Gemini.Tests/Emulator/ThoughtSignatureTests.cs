using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>A thought signature belongs to its model and to its call; Google refuses one that comes back otherwise.</summary>
public sealed class ThoughtSignatureTests
{
    private const string Body = """
        {"contents":[{"role":"user","parts":[{"text":"Weather in Oslo?"}]}],
         "tools":[{"functionDeclarations":[{"name":"get_weather","description":"Weather of a city","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}}}},{"name":"other"}]}]}
        """;

    [Theory, InlineData("as it came", false), InlineData("in the URL's alphabet", false), InlineData("foreign", false)]
    [InlineData("changed", true), InlineData("cut", true), InlineData("at another call", true), InlineData("at another model", true)]
    public async Task It_is_taken_as_it_came_and_refused_otherwise(string how, bool isRefused)
    {
        await using var session = await StartAsync();
        var body = JsonNode.Parse(Body)!.AsObject();
        var answer = await session.AnswerAsync(body);
        var part = answer["candidates"]![0]!["content"]!["parts"]!.AsArray().First(p => p!["functionCall"] is not null)!.DeepClone().AsObject();
        var name = how == "at another call" ? "other" : "get_weather";
        part["functionCall"]!["name"] = name;
        part["thoughtSignature"] = Sent(part["thoughtSignature"]!.ToString(), how);
        var response = new JsonObject { ["name"] = name, ["id"] = part["functionCall"]!["id"]!.ToString(), ["response"] = new JsonObject { ["output"] = "Cold" } };
        body["contents"]!.AsArray().Add(new JsonObject { ["role"] = "model", ["parts"] = new JsonArray(part) });
        body["contents"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["functionResponse"] = response }) });

        var told = how == "at another model" ? await session.GenerateAsync(body, "gemini-3.6-flash") : await session.GenerateAsync(body);

        Assert.Equal(isRefused ? HttpStatusCode.BadRequest : HttpStatusCode.OK, told.StatusCode);
        Assert.Equal(isRefused, (await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("Corrupted thought signature.", StringComparison.Ordinal));
    }

    private static string Sent(string signature, string how)
    {
        var bytes = Convert.FromBase64String(signature);
        switch (how)
        {
            case "changed":
                bytes[^1] ^= 1;
                return Convert.ToBase64String(bytes);
            case "cut":
                return Convert.ToBase64String(bytes[..30]);
            case "foreign":
                return "skip_thought_signature_validator";
            case "in the URL's alphabet":
                return signature.Replace('+', '-').Replace('/', '_').TrimEnd('=');
            default:
                return signature;
        }
    }
}
