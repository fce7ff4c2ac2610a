using System.Text;

namespace GeminiStudio.Gemini;

/// <summary>A guess at a text's tokens, for when Google cannot be asked or need not be.</summary>
internal static class TokenEstimate
{
    // About 4 characters a token: ai.google.dev/gemini-api/docs/tokens. Chinese, Japanese and Korean characters carry more:
    // about 1.5 a token. Counted in twelfths, so that the sum stays a whole number: 12/4 = 3 and 12/1.5 = 8.
    private const int Twelfths = 12;

    public static int Of(ReadOnlySpan<char> text)
    {
        long sum = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            sum += IsDense(rune.Value) ? 8 : 3 * rune.Utf16SequenceLength;
        }

        return (int)Math.Min(int.MaxValue, (sum + Twelfths - 1) / Twelfths);
    }

    private static bool IsDense(int rune) => rune is
        (>= 0x1100 and <= 0x11FF) or (>= 0x2E80 and <= 0x9FFF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or (>= 0x20000 and <= 0x3FFFF);
}
