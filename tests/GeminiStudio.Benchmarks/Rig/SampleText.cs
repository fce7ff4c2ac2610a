using System.Text;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>Texts of the size and shape that people and models write, the same in every run.</summary>
internal static class SampleText
{
    private static readonly string[] Words =
        "the server keeps each answer while it arrives and saves what was seen so that a reader may leave and come back later without any loss of text at all".Split(' ');

    /// <summary>A turn of a chat: a short question, or an answer of about 1.5 KB with a list and some code.</summary>
    public static string Turn(int number) => number % 2 == 0
        ? $"Question {number}: {Prose(number, 18)}?"
        : Section(number, 60);

    /// <summary>A markdown answer of about so many bytes: headings, prose, lists, tables, code.</summary>
    public static string Answer(int bytes)
    {
        var text = new StringBuilder();
        for (var section = 1; text.Length < bytes; section++)
        {
            text.Append(Section(section, 60 + (section % 3 * 20)));
            if (section % 4 == 0)
            {
                text.Append("\n| name | value | note |\n|---|---|---|\n");
                for (var row = 0; row < 6; row++)
                {
                    text.Append($"| row {row} | {section * row} | {Prose(section + row, 4)} |\n");
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Cuts into so many pieces of about equal length.</summary>
    public static IEnumerable<string> Cut(string text, int pieces)
    {
        for (var i = 0; i < pieces; i++)
        {
            var (start, end) = ((int)((long)text.Length * i / pieces), (int)((long)text.Length * (i + 1) / pieces));
            yield return text[start..end];
        }
    }

    private static string Section(int seed, int words) =>
        $"## Part {seed}\n\n{Prose(seed, words)}.\n\n{Prose(seed + 7, words)}.\n\n- **first** {Prose(seed + 1, 8)}\n- *second* {Prose(seed + 2, 8)}\n- `third` {Prose(seed + 3, 8)}\n\n"
        + $"```csharp\nvar total = {seed};\nforeach (var piece in pieces)\n{{\n    total += piece.Length; // {Prose(seed, 5)}\n}}\n```\n";

    private static string Prose(int seed, int words) => string.Join(' ', Enumerable.Range(seed * 5, words).Select(i => Words[i * 7 % Words.Length]));
}
