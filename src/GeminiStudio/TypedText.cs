using System.Globalization;
using System.Text;

namespace GeminiStudio;

/// <summary>What every door does with a text that a stranger typed, so that both databases take it and nobody is fooled by it.</summary>
public static class TypedText
{
    /// <summary>As it can be stored: no NUL, which PostgreSQL refuses, and U+FFFD for each half of a character.</summary>
    public static string Storable(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            text = text.Replace("\0", "", StringComparison.Ordinal);
        }

        return IsWellFormed(text) ? text : Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text));
    }

    /// <summary>One line without control characters, at most so many UTF-16 units, cut at a word and never inside a character.</summary>
    public static string OneLine(string text, int maxLength)
    {
        var line = string.Join(' ', new string([.. Storable(text).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (line.Length <= maxLength)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', maxLength - 1) is > 20 and var space ? space : maxLength - 1;
        if (char.IsHighSurrogate(line[cut - 1]))
        {
            cut--;
        }

        return line[..cut].TrimEnd() + "…";
    }

    /// <summary>Whether nobody could see anything of it: blanks, control characters and characters without a width.</summary>
    /// <remarks>Tag characters (U+E0000 to U+E007F) count as text: a model reads them, and the screen shows them.</remarks>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(IsUnseen);

    private static bool IsUnseen(Rune rune) =>
        Rune.IsWhiteSpace(rune) || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value < 0xE0000);

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
