using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>Numbers of sources on their way through the renderer: put into the source as punctuation that no text has, written as marks where text is shown.</summary>
/// <remarks>Brackets, because next to any other character emphasis would no longer be seen; the noncharacter inside tells them from a text's own.</remarks>
internal static partial class CitationMarks
{
    private const char Open = '\u2e22';
    private const char Close = '\u2e23';
    private const char Inner = '\ufdd0';

    /// <summary>The text with a mark at the end of each supported piece, and an unseen one at its start.</summary>
    public static string Insert(string text, IReadOnlyList<SupportedSpan> spans)
    {
        var clean = text.Contains(Inner, StringComparison.Ordinal) ? text.Replace(Inner, '\ufffd') : text;
        var marks = new SortedDictionary<int, string>();
        foreach (var (number, span) in spans.Index())
        {
            if (span.Start < 0 || span.End > clean.Length || span.End <= span.Start)
            {
                continue;
            }

            var start = Start(clean, span.Start, span.End);
            marks[start] = marks.GetValueOrDefault(start, "") + Mark($"s{number}");
            marks[span.End] = string.Concat(span.Sources.Select(source => Mark($"{source}.{number}"))) + marks.GetValueOrDefault(span.End, "");
        }

        var marked = new StringBuilder(clean.Length + (marks.Count * 12));
        var from = 0;
        foreach (var (at, mark) in marks)
        {
            marked.Append(clean, from, at - from).Append(mark);
            from = at;
        }

        return marked.Append(clean, from, clean.Length - from).ToString();
    }

    /// <summary>The text without marks: for code, and wherever else they would be read as text.</summary>
    public static string Strip(string text) => text.Contains(Inner, StringComparison.Ordinal) ? Any().Replace(text, "") : text;

    /// <summary>Calls back with each piece of text and each mark in turn; a mark without a source is a start.</summary>
    public static void Split(string text, Action<string> words, Action<int?, int> mark)
    {
        var from = 0;
        foreach (Match found in Any().Matches(text))
        {
            words(text[from..found.Index]);
            var number = found.Groups["span"].Value.Length > 0 ? found.Groups["span"].Value : found.Groups["start"].Value;
            mark(found.Groups["source"].Success ? int.Parse(found.Groups["source"].Value, CultureInfo.InvariantCulture) : null, int.Parse(number, CultureInfo.InvariantCulture));
            from = found.Index + found.Length;
        }

        words(text[from..]);
    }

    // Never before what makes a list, a heading, a quote or emphasis: there it would make a plain line of it.
    private static int Start(string text, int start, int end)
    {
        var line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        var at = string.IsNullOrWhiteSpace(text[line..start]) ? start + BlockStart().Match(text, start, end - start).Length : start;
        while (at < end && !char.IsLetterOrDigit(text[at]))
        {
            at++;
        }

        return at < end ? at : start;
    }

    private static string Mark(string what) => $"{Open}{Inner}{what}{Close}";

    [GeneratedRegex("\u2e22\ufdd0(?:s(?<start>[0-9]{1,6})|(?<source>[0-9]{1,6})\\.(?<span>[0-9]{1,6}))\u2e23", RegexOptions.CultureInvariant)]
    private static partial Regex Any();

    [GeneratedRegex(@"\G\s*(?:(?:[-*+>]|\d{1,9}[.)]|#{1,6})\s+)*", RegexOptions.CultureInvariant)]
    private static partial Regex BlockStart();
}
