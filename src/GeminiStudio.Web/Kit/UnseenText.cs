using System.Globalization;
using System.Text;

namespace GeminiStudio.Web.Kit;

/// <summary>Characters that change or carry a text without being seen: turned writing, tags that only a model reads, controls.</summary>
internal static class UnseenText
{
    /// <summary>Stands beside code that a copy would not be what the eye sees.</summary>
    public const string Warning = "Holds hidden characters";

    private const int LongestSpelled = 2000;
    private const char MarkStart = '‹';

    // Flags of England, Scotland and Wales: the only tags that a person sees.
    private static readonly string[] Flags = [.. new[] { "gbeng", "gbsct", "gbwls" }.Select(Flag)];

    /// <summary>A name or a link's words with every unseen character written as <c>‹U+202E›</c>.</summary>
    public static string Marked(string text)
    {
        if (!text.Any(c => c > '~' || c < ' '))
        {
            return text;
        }

        var marked = new StringBuilder(text.Length);
        Walk(text, (rune, written) => marked.Append(IsMarked(rune) ? Mark(rune) : written));
        return marked.ToString();
    }

    /// <summary>Whether <see cref="Marked"/> wrote something into it.</summary>
    public static bool HasMarks(string marked) => marked.Contains($"{MarkStart}U+", StringComparison.Ordinal);

    /// <summary>Whether code would be copied with characters that nobody saw: controls, turned writing, tags, separators of lines.</summary>
    public static bool HidesInCode(string code)
    {
        var hides = false;
        Walk(code, (rune, _) => hides |= IsMarked(rune) || rune.Value is 0x2028 or 0x2029 || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')));
        return hides;
    }

    /// <summary>What is smuggled in a message: tags as the letters that a model reads, others by their number; null when nothing is.</summary>
    /// <remarks>Marks that right-to-left writing needs, and joiners of emoji, are not counted.</remarks>
    public static (int Count, string Spelled)? Find(string text)
    {
        if (!text.Any(c => c >= '\u200b'))
        {
            return null;
        }

        var (count, spelled) = (0, new StringBuilder());
        Walk(text, (rune, _) =>
        {
            if (IsTag(rune) || IsOverride(rune) || rune.Value is >= 0xE0100 and <= 0xE01EF or >= 0x2061 and <= 0x2064)
            {
                count++;
                if (spelled.Length < LongestSpelled)
                {
                    spelled.Append(rune.Value is > 0xE001F and < 0xE007F ? ((char)(rune.Value - 0xE0000)).ToString() : Mark(rune));
                }
            }
        });
        return count == 0 ? null : (count, spelled.ToString());
    }

    private static string Flag(string region) => "\U0001F3F4" + string.Concat(region.Select(c => char.ConvertFromUtf32(0xE0000 + c))) + "\U000E007F";

    private static void Walk(string text, Action<Rune, string> visit)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\ud83c' && Flags.FirstOrDefault(f => string.CompareOrdinal(text, i, f, 0, f.Length) == 0) is { } flag)
            {
                visit(new Rune(0x1F3F4), flag);
                i += flag.Length;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            visit(rune, text.Substring(i, length));
            i += length;
        }
    }

    private static string Mark(Rune rune) => $"{MarkStart}U+{rune.Value:X4}›";

    private static bool IsTag(Rune rune) => rune.Value is >= 0xE0000 and <= 0xE007F;

    private static bool IsOverride(Rune rune) => rune.Value is 0x202D or 0x202E;

    // Joiners (U+200C, U+200D) stay: Persian words and emoji are made with them.
    private static bool IsMarked(Rune rune) =>
        rune.Value is not (0x200C or 0x200D) && (rune.Value is 0x3164 or 0x115F or 0x1160 or 0xFFA0 or (>= 0xE0100 and <= 0xE01EF)
            || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format);
}
