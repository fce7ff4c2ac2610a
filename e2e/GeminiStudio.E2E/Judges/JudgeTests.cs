using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using GeminiStudio.Emulator.Received;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Judges;

/// <summary>Clients that we did not write read the emulator as they would read Google: what they cannot read, Google would not have sent.</summary>
public sealed class JudgeTests : IAsyncLifetime
{
    private const string Key = "a-key-0123456789";
    private EmulatorServer? _emulator;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EmulatorServer Emulator => _emulator!;

    public async ValueTask InitializeAsync() =>
        _emulator = await EmulatorServer.StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero, AcceptedKeys = [Key] }, Cancel);

    public async ValueTask DisposeAsync() => await Emulator.DisposeAsync();

    [Fact]
    public async Task Googles_own_SDK_lists_counts_answers_streams_chats_thinks_and_fails_as_with_Google()
    {
        var told = await RunAsync("genai.mjs");

        AssertModels(told);
        AssertAnswer(told, "finish", "STOP");
        var usage = told["whole"]!["usage"]!;
        Assert.Equal(Number(usage["totalTokenCount"]), Number(usage["promptTokenCount"]) + Number(usage["candidatesTokenCount"]) + Number(usage["thoughtsTokenCount"]));
        Assert.Equal("user,model,user,model", string.Join(',', told["chat"]!["turns"]!.AsArray()));
        Assert.Contains("Ada", Text(told["chat"]!["text"]), StringComparison.Ordinal);
        Assert.True(Number(told["thinking"]!["thoughts"]) > 0 && Number(told["thinking"]!["tokens"]) > 0 && Text(told["thinking"]!["text"]).Length > 0);
        Assert.True(Text(told["json"]!["name"]).Length > 0 && told["json"]!["age"]!.GetValueKind() == System.Text.Json.JsonValueKind.Number);
        Assert.Equal(3072, Number(told["embedding"]));
        AssertTools(told);
        AssertFailures(told);
        Assert.Contains("\"retryDelay\":\"3s\"", Text(told["tooMany"]!["message"]), StringComparison.Ordinal);
        Assert.Equal(503, Number(told["brokenStream"]!["status"]));
        AssertReceived("v1");
        Assert.Contains(Emulator.Received, r => r.Verb == "countTokens");
        Assert.Contains(Emulator.Received, r => Config(r)?["thinkingConfig"]?["thinkingLevel"]?.GetValue<string>() == "HIGH");
        Assert.Contains(Emulator.Received, r => Config(r)?["responseSchema"] is not null);
    }

    private static void AssertTools(JsonNode told)
    {
        Assert.Equal("Oslo,Lisbon", string.Join(',', told["functions"]!["cities"]!.AsArray()));
        Assert.Contains("`get_weather` says temperature **12**", Text(told["functions"]!["text"]), StringComparison.Ordinal);
        Assert.True(told["search"]!["cited"]!.GetValue<bool>() && told["search"]!["sources"]!.AsArray().Count > 0);
        Assert.Equal("144", Text(told["code"]!["output"]).Trim());
        Assert.Equal("ACTIVE", Text(told["file"]!["state"]));
        Assert.Contains("“note.txt”, a text file, 1 line, 11 bytes", Text(told["file"]!["text"]), StringComparison.Ordinal);
        Assert.Equal("image/png", string.Join(',', told["picture"]!.AsArray()));
    }

    [Fact]
    public async Task The_AI_SDK_answers_streams_chats_thinks_and_fails_as_with_Google()
    {
        var told = await RunAsync("ai-sdk.mjs");

        AssertAnswer(told, "finish", "stop");
        var usage = told["whole"]!["usage"]!;
        Assert.Equal(Number(usage["totalTokens"]), Number(usage["inputTokens"]) + Number(usage["outputTokens"]));
        Assert.Contains("Ada", Text(told["chat"]), StringComparison.Ordinal);
        Assert.True(Text(told["thinking"]!["thoughts"]).Length > 0 && Text(told["thinking"]!["text"]).Length > 0);
        AssertFailures(told);
        Assert.Equal("true,false,false", string.Join(',', new[] { "tooMany", "invalid", "unknown" }.Select(f => told[f]!["isRetryable"]!.ToJsonString())));
        AssertReceived("v1beta");
    }

    [Fact]
    public async Task LangChain_answers_streams_chats_and_fails_as_with_Google()
    {
        var told = await RunAsync("langchain.mjs");

        AssertAnswer(told, "finish", "STOP");
        Assert.True(Number(told["whole"]!["usage"]!["input_tokens"]) > 0);
        Assert.Contains("Ada", Text(told["chat"]), StringComparison.Ordinal);
        AssertFailures(told);
        AssertReceived("v1beta");
    }

    [Fact]
    public async Task Gemini_CLI_takes_the_emulator_for_Google()
    {
        await using var home = new TemporaryDirectory();
        var folder = await JudgeFolder.GetAsync(Cancel);
        Directory.CreateDirectory(Path.Combine(home.Path, ".gemini"));
        await File.WriteAllTextAsync(
            Path.Combine(home.Path, ".gemini", "settings.json"),
            """{"security":{"auth":{"selectedType":"gemini-api-key"}},"privacy":{"usageStatisticsEnabled":false},"general":{"disableAutoUpdate":true,"disableUpdateNag":true}}""",
            Cancel);

        var printed = await JudgeFolder.RunAsync(
            [Path.Combine(folder, "node_modules", "@google", "gemini-cli", "bundle", "gemini.js"), "--skip-trust", "-m", "gemini-3.8-flash", "-o", "json", "-p", "!!say The sum is **144**."],
            home.Path,
            new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["USERPROFILE"] = home.Path,
                ["GEMINI_API_KEY"] = Key,
                ["GOOGLE_GEMINI_BASE_URL"] = Emulator.Address.ToString().TrimEnd('/'),
                ["GEMINI_TELEMETRY_ENABLED"] = "false",
            },
            Cancel);

        var told = JsonNode.Parse(printed[printed.IndexOf('{', StringComparison.Ordinal)..])!;
        Assert.Contains("The sum is **144**.", Text(told["response"]), StringComparison.Ordinal);
        var tokens = told["stats"]!["models"]!["gemini-3.8-flash"]!["tokens"]!;
        Assert.Equal(Number(tokens["total"]), Number(tokens["prompt"]) + Number(tokens["candidates"]) + Number(tokens["thoughts"]));
        var request = Assert.Single(Emulator.Received, r => r.Verb == "streamGenerateContent");
        Assert.Equal((200, Key), (request.StatusCode, request.Key));
        Assert.NotNull(JsonNode.Parse(request.Body)!["tools"]);
    }

    private async Task<JsonNode> RunAsync(string script)
    {
        var printed = await JudgeFolder.RunAsync(script, Emulator.Address, Cancel);
        return JsonNode.Parse(printed)!;
    }

    private static void AssertModels(JsonNode told)
    {
        var models = told["models"]!.AsArray().Select(Text).ToList();
        Assert.Equal(models.Distinct(), models); // pages neither overlap nor end early
        Assert.True(models.Count > 5, "One page has five.");
        Assert.Contains("models/gemini-3.8-flash", models);
        Assert.True(Number(told["model"]) > 0 && Number(told["count"]) > 5);
    }

    private static void AssertAnswer(JsonNode told, string finish, string stop)
    {
        Assert.Contains("144", Text(told["whole"]!["text"]), StringComparison.Ordinal);
        Assert.Equal(stop, Text(told["whole"]![finish]));
        var stream = told["stream"]!;
        Assert.True(Number(stream["chunks"] ?? stream["pieces"]) > 3, "The stream came in pieces.");
        Assert.Contains("sea", Text(stream["text"]), StringComparison.Ordinal);
        Assert.True(Text(told["system"]).Length > 0);
    }

    private static void AssertFailures(JsonNode told)
    {
        Assert.Equal((429, 400, 404), (Number(told["tooMany"]!["status"]), Number(told["invalid"]!["status"]), Number(told["unknown"]!["status"])));
        Assert.Contains("Please retry in 3s", Text(told["tooMany"]!["message"]), StringComparison.Ordinal);
        Assert.Contains("must be in the range", Text(told["invalid"]!["message"]), StringComparison.Ordinal);
        Assert.Contains("gemini-nope is not found", Text(told["unknown"]!["message"]), StringComparison.Ordinal);
    }

    /// <summary>What every one of them sends: the key in its header, the version it speaks, and the instruction where it belongs.</summary>
    private void AssertReceived(string version)
    {
        Assert.All(Emulator.Received, r => Assert.Equal((Key, Key), (r.Key, r.Headers.GetValueOrDefault("x-goog-api-key"))));
        Assert.All(Emulator.Received, r => Assert.Matches($"^/(upload/)?{version}/(models|files)", r.Path));
        Assert.Contains(Emulator.Received, r => r.Verb == "streamGenerateContent" && r.Query.Contains("alt=sse", StringComparison.Ordinal));
        Assert.Contains(Emulator.Received, r => r.Body.Length > 0
            && JsonNode.Parse(r.Body)!["systemInstruction"]?["parts"]?[0]?["text"]?.GetValue<string>() == "Answer in French.");
        Assert.Contains(Emulator.Received, r => r.Body.Length > 0 && JsonNode.Parse(r.Body)!["contents"]?.AsArray().Count == 3);
    }

    private static JsonNode? Config(ReceivedRequest request) => request.Body.Length == 0 ? null : JsonNode.Parse(request.Body)!["generationConfig"];

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static double Number(JsonNode? node) => node?.GetValue<double>() ?? double.NaN;
}
