using System.Text;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GeminiStudio.Gemini.Tests.Support;

internal static class Calls
{
    public const string Key = "AIzaSyTHIS-IS-the-CANARY-key-0123456789";
    public const string Hello = """{"candidates": [{"content": {"parts": [{"text": "Hello"}],"role": "model"},"index": 0}]}""";
    public const string Stop = """{"candidates": [{"content": {"parts": [{"text": "!"}],"role": "model"},"finishReason": "STOP","index": 0}]}""";

    public static GeminiCall Stream { get; } = new()
    {
        Method = GeminiMethod.StreamGenerateContent,
        Model = "gemini-3.8-flash",
        Key = new Secret(Key),
        Body = """{"contents":[{"parts":[{"text":"Hi"}]}]}"""u8.ToArray(),
    };

    public static GeminiCall Unary { get; } = Stream with { Method = GeminiMethod.GenerateContent };

    public static string? NoEnvironment(string name) => null;

    public static GeminiHttpClient Client(Uri address, GeminiOptions? options = null, TimeProvider? time = null, Func<string, string?>? environment = null) =>
        new(options ?? new GeminiOptions(), address, time ?? new FakeTimeProvider(), environment ?? NoEnvironment);

    public static async Task<IReadOnlyList<GeminiChunk>> AllAsync(this IGeminiClient client, GeminiCall call) =>
        await client.StreamAsync(call, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public static async Task<GeminiException> FailureAsync(this IGeminiClient client, GeminiCall call) =>
        await Assert.ThrowsAsync<GeminiException>(() => client.AllAsync(call));

    public static string Text(this IEnumerable<GeminiChunk> chunks) => string.Concat(chunks.SelectMany(c => c.Parts).Select(p => p.Text));

    public static string Utf8(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
