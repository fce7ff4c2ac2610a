using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

/// <summary>Answers that Google really gave (Recorded/, Apache 2.0), sent again byte for byte.</summary>
public sealed class RecordedAnswersTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recorded");

    /// <summary>Refusals, with the status that their body names; all other files are answers.</summary>
    private static readonly Dictionary<string, (int Status, GeminiErrorKind Kind)> Refusals = new()
    {
        ["unary-failure-api-key"] = (400, GeminiErrorKind.KeyRejected),
        ["unary-failure-generativelanguage-api-not-enabled"] = (403, GeminiErrorKind.PermissionDenied),
        ["unary-failure-unknown-model"] = (404, GeminiErrorKind.NotFound),
        ["streaming-failure-image-rejected"] = (400, GeminiErrorKind.InvalidRequest),
    };

    public static TheoryData<string> Files => [.. new DirectoryInfo(Folder).EnumerateFiles("*-*").Select(f => f.Name)];

    [Fact]
    public void The_recorded_answers_are_there() => Assert.Equal(36, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_recorded_answer_is_read_as_what_it_is(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
        var isStream = name.StartsWith("streaming", StringComparison.Ordinal);
        var isRefused = Refusals.TryGetValue(name, out var refusal);
        await using var server = new ScriptedServer(async x =>
        {
            await x.WriteAsync($"HTTP/1.1 {(isRefused && !isStream ? refusal.Status : 200)} X\r\nContent-Type: {(isStream ? "text/event-stream" : "application/json")}\r\nContent-Length: {bytes.Length}\r\n\r\n");
            await x.WriteAsync(bytes);
        });
        using var client = Calls.Client(server.Address);
        var call = isStream ? Calls.Stream : Calls.Unary;

        if (isRefused)
        {
            Assert.Equal(refusal.Kind, (await client.FailureAsync(call)).Kind);
            return;
        }

        var chunks = await client.AllAsync(call);

        Assert.NotEmpty(chunks);
        var last = chunks[^1];
        Assert.True(last.FinishReason is not null || last.BlockReason is not null || !last.HasCandidate || name.Contains("no-content", StringComparison.Ordinal), $"{name} ended without a reason");
        if (name.Contains("success", StringComparison.Ordinal))
        {
            Assert.Contains(chunks, c => c.Parts.Count > 0);
        }
    }

    [Fact]
    public async Task A_recorded_function_call_keeps_its_signature_and_is_not_text()
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Folder, "streaming-success-thinking-function-call-thought-summary-signature.txt"), TestContext.Current.CancellationToken);
        await using var server = new ScriptedServer(async x =>
        {
            await x.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\n\r\n");
            await x.WriteAsync(bytes);
        });
        using var client = Calls.Client(server.Address);

        var parts = (await client.AllAsync(Calls.Stream)).SelectMany(c => c.Parts).ToList();

        Assert.Contains(parts, p => p.IsThought);
        var signed = Assert.Single(parts, p => p.HasSignature);
        Assert.StartsWith("""{"functionCall": {"name": "now","args": {}},"thoughtSignature": """ + "\"CiIBVKhc7vB", signed.Json.Utf8(), StringComparison.Ordinal);
    }
}
