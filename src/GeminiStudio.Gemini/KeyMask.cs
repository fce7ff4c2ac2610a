using System.Text;
using System.Text.RegularExpressions;

namespace GeminiStudio.Gemini;

/// <summary>Takes keys out of texts that others wrote, before anyone of ours sees them.</summary>
internal static partial class KeyMask
{
    private const string Mask = "***";

    // What is shorter is no key, and its encodings would be found in any text.
    private const int ShortestRealKey = 8;

    /// <summary>The text with everything shaped like a key, and the key in use however it is written, replaced by <c>***</c>.</summary>
    public static string Apply(string text, Secret? key)
    {
        var value = key?.Reveal();
        if (!string.IsNullOrEmpty(value))
        {
            text = text.Replace(value, Mask, StringComparison.Ordinal);
        }

        if (value?.Length >= ShortestRealKey)
        {
            text = Regex.Replace(text, Escaped(value), Mask, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
            foreach (var encoded in Encoded(Encoding.UTF8.GetBytes(value)))
            {
                text = text.Replace(encoded, Mask, StringComparison.OrdinalIgnoreCase);
            }
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

    // Each character as it is or as a URL, JSON, JavaScript or HTML writes it, in any mixture. Alternatives never overlap: no backtracking.
    private static string Escaped(string value) => string.Concat(value.Select(c =>
    {
        var hex = string.Concat(((int)c).ToString("x2").Select(d => char.IsAsciiLetter(d) ? $"[{d}{char.ToUpperInvariant(d)}]" : $"{d}"));
        return $@"(?:{Regex.Escape(c.ToString())}|%(?:25)?{hex}|\\+(?:u00|x){hex}|&#(?:0*{(int)c}|[xX]0*{hex});)";
    }));

    // Hexadecimal, reversed, and base64 at each of the three places that a key can have inside a longer text.
    private static IEnumerable<string> Encoded(byte[] key)
    {
        yield return Convert.ToHexString(key);
        yield return new string([.. Encoding.UTF8.GetString(key).Reverse()]);
        for (var before = 0; before < 3; before++)
        {
            var first = (before * 8 + 5) / 6;
            var whole = (before + key.Length) * 8 / 6;
            var base64 = Convert.ToBase64String([.. new byte[before], .. key])[first..whole];
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    // Google's keys: AIza and 35 characters; since 2026 also AQ. and more. ya29. are OAuth tokens. Cut ones count too.
    [GeneratedRegex(@"AIza[0-9A-Za-z_-]{6,}|\bAQ\.[0-9A-Za-z_.-]{6,}|\bya29\.[0-9A-Za-z_.-]{6,}|\bauth_tokens/[0-9A-Za-z_.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex KeyShaped();

    [GeneratedRegex(@"(?<name>\b(?:api_?)?key=|\baccess_token=)[^&\s""'<>\\]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyParameter();
}
