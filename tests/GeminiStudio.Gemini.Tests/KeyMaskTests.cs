using System.Text;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class KeyMaskTests
{
    private const string Key = "q7-Canary_0123456789.abcdefghij+KLMNOP/x=";

    public static TheoryData<string, string> Encodings => new()
    {
        { "as it is", Key },
        { "in a URL", Uri.EscapeDataString(Key) },
        { "in a URL, every character", string.Concat(Key.Select(c => $"%{(int)c:X2}")) },
        { "in a URL, small letters", string.Concat(Key.Select(c => $"%{(int)c:x2}")) },
        { "in a URL twice", Uri.EscapeDataString(Uri.EscapeDataString(Key)) },
        { "in JSON", string.Concat(Key.Select(c => $"\\u{(int)c:x4}")) },
        { "in JSON in JSON", string.Concat(Key.Select(c => $"\\\\u{(int)c:X4}")) },
        { "in part in JSON", string.Concat(Key.Select((c, i) => i % 3 == 0 ? $"\\u{(int)c:X4}" : $"{c}")) },
        { "in JavaScript", string.Concat(Key.Select(c => $"\\x{(int)c:x2}")) },
        { "in HTML, decimal", string.Concat(Key.Select(c => $"&#{(int)c};")) },
        { "in HTML, hexadecimal", string.Concat(Key.Select(c => $"&#x00{(int)c:X};")) },
        { "hexadecimal", Convert.ToHexString(Encoding.UTF8.GetBytes(Key)) },
        { "hexadecimal, small", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Key)) },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)) },
        { "base64 for URLs", Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "base64 after one byte", Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + Key)) },
        { "base64 of a header", Convert.ToBase64String(Encoding.UTF8.GetBytes("x-goog-api-key: " + Key + "\r\nHost: x")) },
        { "base64 of a pair", Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + Key)) },
        { "backwards", new string([.. Key.Reverse()]) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void The_key_in_use_is_taken_out_however_it_is_written(string how, string written)
    {
        var masked = KeyMask.Apply($"before {written} after", new Secret(Key));

        Assert.True(masked.Contains("***", StringComparison.Ordinal), how);
        Assert.StartsWith("before ", masked, StringComparison.Ordinal);
        Assert.EndsWith(" after", masked, StringComparison.Ordinal);
        Assert.True(masked.Length <= "before *** after".Length + 60, $"{how} left {masked}");
    }

    [Theory]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models?key=AIzaSyA0123456789abcdefghijklmnopqrstuv&alt=sse", "https://generativelanguage.googleapis.com/v1beta/models?key=***&alt=sse")]
    [InlineData("api_key=abcdef and KEY=ghi", "api_key=*** and KEY=***")]
    [InlineData("AIzaSyA0123456789abcdefghijklmnopqrstuv", "***")]
    [InlineData("ya29.a0AfH6SMBx", "***")]
    [InlineData("AQ.Ab8RN6J0123", "***")]
    public void What_is_shaped_like_a_key_is_taken_out_without_knowing_it(string text, string masked) => Assert.Equal(masked, KeyMask.Apply(text, null));

    [Fact]
    public void Other_words_stay_as_they_are()
    {
        const string text = "API key not valid. Please pass a valid API key. {\"a\":\"\\u0041%41&#65;\"}";

        Assert.Equal(text, KeyMask.Apply(text, new Secret(Key)));
        Assert.Equal(text, KeyMask.Apply(text, new Secret("zz")));
    }

    [Fact]
    public void A_key_is_found_behind_a_long_text_of_half_keys()
    {
        var halves = string.Concat(Enumerable.Repeat(Key[..^1], 100_000));

        Assert.Equal(halves + " ***", KeyMask.Apply($"{halves} {Key}", new Secret(Key)));
    }
}
