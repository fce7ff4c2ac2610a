using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace GeminiStudio.E2E.Hostile;

/// <summary>Looks for a planted key in bytes, in every way that somebody is known to have written one.</summary>
internal static partial class KeyTraces
{
    /// <summary>How the key stands there; null when it does not.</summary>
    public static string? Find(ReadOnlySpan<byte> bytes, string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        var text = Encoding.UTF8.GetString(bytes);
        (string How, string Text)[] readings =
        [
            ("plain", text), ("UTF-16", Encoding.Unicode.GetString(bytes)), ("URL", Uri.UnescapeDataString(Uri.UnescapeDataString(text))),
            ("HTML", WebUtility.HtmlDecode(text)), ("JSON", Escape().Replace(text, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString())),
        ];
        foreach (var (how, reading) in readings)
        {
            if (reading.Contains(key, StringComparison.Ordinal))
            {
                return how;
            }
        }

        (string How, string Text)[] shapes =
        [
            ("hexadecimal", Convert.ToHexString(utf8)), ("backwards", new string([.. key.Reverse()])),
            .. Enumerable.Range(0, 3).Select(before => ("base64", Convert.ToBase64String([.. new byte[before], .. utf8])[((before * 8 + 5) / 6)..((before + utf8.Length) * 8 / 6)])),
        ];
        return shapes.FirstOrDefault(shape => text.Contains(shape.Text, StringComparison.OrdinalIgnoreCase)).How;
    }

    [GeneratedRegex(@"\\+u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
