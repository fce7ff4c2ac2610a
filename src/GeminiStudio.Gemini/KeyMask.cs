using System.Text;
using System.Text.RegularExpressions;

namespace GeminiStudio.Gemini;

/// <summary>Takes keys out of texts that others wrote, before anyone of ours sees them.</summary>
internal static partial class KeyMask
{
    private const string Mask = "***";

    /// <summary>The text with everything shaped like a key, and the key in use, replaced by <c>***</c>.</summary>
    public static string Apply(string text, Secret? key)
    {
        var value = key?.Reveal();
        if (!string.IsNullOrEmpty(value))
        {
            text = text.Replace(value, Mask, StringComparison.Ordinal)
                .Replace(Uri.EscapeDataString(value), Mask, StringComparison.OrdinalIgnoreCase);
        }

        return KeyParameter().Replace(KeyShaped().Replace(text, Mask), "${name}" + Mask);
    }

    /// <summary>At most that many bytes of UTF-8, cut between characters.</summary>
    public static string Cut(string text, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var buffer = new byte[maxBytes];
        Encoding.UTF8.GetEncoder().Convert(text, buffer, flush: false, out var chars, out _, out _);
        return text[..chars];
    }

    // Google's keys: AIza and 35 characters; since 2026 also AQ. and more. ya29. are OAuth tokens. Cut ones count too.
    [GeneratedRegex(@"AIza[0-9A-Za-z_-]{6,}|\bAQ\.[0-9A-Za-z_.-]{6,}|\bya29\.[0-9A-Za-z_.-]{6,}|\bauth_tokens/[0-9A-Za-z_.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex KeyShaped();

    [GeneratedRegex(@"(?<name>\b(?:api_?)?key=|\baccess_token=)[^&\s""'<>\\]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyParameter();
}
