using System.Globalization;
using System.Text;

namespace GeminiStudio.Sessions.Code;

/// <summary>Texts as literals. Whatever an editor would not show as itself is escaped, so that code reads as it runs.</summary>
internal static class Quoted
{
    /// <summary>A JSON string with its quotes; valid in JavaScript, Python, Go, Java and C#, too.</summary>
    public static string Json(string text) => Quote(text, isPython: false);

    /// <summary>A Python string, whose escape for rare characters is one of eight digits.</summary>
    public static string Python(string text) => Quote(text, isPython: true);

    /// <summary>Within single quotes of a shell, where only the quote itself means something.</summary>
    public static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A C# raw string of whole lines, with more quotes around it than stand together in it.</summary>
    public static string CSharpRaw(string lines)
    {
        var (longest, run) = (2, 0);
        foreach (var c in lines)
        {
            run = c == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var quotes = new string('"', longest + 1);
        return $"{quotes}\n{lines}\n{quotes}";
    }

    /// <summary>A Go raw string of JSON: a backtick, which it cannot hold, is written as JSON's own escape.</summary>
    public static string GoRaw(string json) => $"`{json.Replace("`", "\\u0060", StringComparison.Ordinal)}`";

    /// <summary>A Java text block of JSON; longer than a class file's constant it becomes several joined at run time.</summary>
    public static string Java(string json)
    {
        const int longest = 16_000; // three bytes a character at worst, and a constant may have 65,535
        return json.Length <= longest ? $"\"\"\"\n{Escaped(json)}\"\"\""
            : $"String.join(\"\",\n{string.Join(",\n", Pieces(json, longest).Select(p => Json(p)))})";

        static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"\"\"", "\"\"\\\"", StringComparison.Ordinal);
    }

    private static string Quote(string text, bool isPython)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (!(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])))
            {
                Append(quoted, text[i]);
                continue;
            }

            var rune = char.ConvertToUtf32(text, i);
            if (!IsUnseen(rune))
            {
                quoted.Append(text, i, 2);
            }
            else if (isPython)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune:x8}");
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}\\u{(int)text[i + 1]:x4}");
            }

            i++;
        }

        return quoted.Append('"').ToString();
    }

    private static IEnumerable<string> Pieces(string text, int longest)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = Math.Min(text.Length, at + longest);
            end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            yield return text[at..end];
            at = end;
        }
    }

    private static void Append(StringBuilder quoted, char c)
    {
        switch (c)
        {
            case '"':
                quoted.Append("\\\"");
                break;
            case '\\':
                quoted.Append("\\\\");
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\r':
                quoted.Append("\\r");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            default:
                if (char.IsSurrogate(c) || IsUnseen(c))
                {
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                }
                else
                {
                    quoted.Append(c);
                }

                break;
        }
    }

    // Control characters, marks that turn the direction of text, line ends of Unicode, odd blanks, and what has no meaning.
    private static bool IsUnseen(int rune) => rune != ' ' && (Rune.IsValid(rune) ? Rune.GetUnicodeCategory(new Rune(rune)) : UnicodeCategory.Surrogate)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
