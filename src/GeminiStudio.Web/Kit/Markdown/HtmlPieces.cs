using System.Globalization;
using System.Net;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>Cuts the sanitizer's markup into pieces from its start, so that markup which grows at its end keeps all pieces but the last.</summary>
/// <remarks>Where a cut falls depends on what stands before it alone. It reads what the sanitizer writes: every tag closed, every value in quotes.</remarks>
internal static class HtmlPieces
{
    /// <summary>Characters after which a piece may end, and above which an element is cut itself.</summary>
    private const int Length = 96;

    private static readonly HashSet<string> Cuttable =
        new(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "div", "table", "tbody", "tr", "td", "th"], StringComparer.Ordinal);

    public static IReadOnlyList<HtmlPiece> Cut(string html) => Cut(html, 0, html.Length);

    private static List<HtmlPiece> Cut(string html, int from, int to)
    {
        var pieces = new List<HtmlPiece>();
        var (start, at, hasMarkup) = (from, from, false);
        while (at < to)
        {
            if (html[at] != '<')
            {
                at = TextEnd(html, start, at, to);
            }
            else
            {
                var end = ElementEnd(html, at, to);
                if (end - at > Length && Open(html, at, end) is { } element)
                {
                    Close(at);
                    pieces.Add(element);
                    start = end;
                }
                else
                {
                    hasMarkup = true;
                }

                at = end;
            }

            if (at - start >= Length)
            {
                Close(at);
            }
        }

        Close(to);
        return pieces;

        void Close(int end)
        {
            if (end > start)
            {
                pieces.Add(hasMarkup ? new MarkupPiece(html[start..end]) : new TextPiece(WebUtility.HtmlDecode(html[start..end])));
            }

            (start, hasMarkup) = (end, false);
        }
    }

    /// <summary>Where the next tag begins, or a place before it at which a piece that began at <paramref name="start" /> may end.</summary>
    private static int TextEnd(string html, int start, int at, int to)
    {
        for (; at < to && html[at] != '<'; at++)
        {
            if (at + 1 - start >= Length && at + 1 < to && MayEndAfter(html[at]) && !IsMark(html[at + 1]))
            {
                return at + 1;
            }
        }

        return at;
    }

    // After a space, and between the characters of scripts that have none: there no shape depends on the neighbour.
    private static bool MayEndAfter(char c) => c is ' ' or '\n' or (>= '\u3000' and <= '\u9fff') or (>= '\uac00' and <= '\ud7a3');

    private static bool IsMark(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    /// <summary>The element as an open one; null when it must stay in one piece.</summary>
    private static ElementPiece? Open(string html, int start, int end)
    {
        var tagEnd = TagEnd(html, start, end);
        var name = Name(html, start + 1);
        if (!Cuttable.Contains(name) || !html.AsSpan(0, end).EndsWith($"</{name}>", StringComparison.Ordinal) || Attributes(html[(start + 1 + name.Length)..(tagEnd - 1)]) is not { } attributes)
        {
            return null;
        }

        return new ElementPiece(name, attributes, Cut(html, tagEnd, end - name.Length - 3));
    }

    /// <summary>Null when there is one that an open element does not take.</summary>
    private static List<KeyValuePair<string, string>>? Attributes(string tag)
    {
        var found = new List<KeyValuePair<string, string>>();
        for (var rest = tag.AsSpan().Trim(); rest.Length > 0; rest = rest.TrimStart())
        {
            var equals = rest.IndexOf("=\"", StringComparison.Ordinal);
            var close = equals < 0 ? -1 : rest[(equals + 2)..].IndexOf('"');
            if (close < 0 || rest[..equals] is not ("class" or "start"))
            {
                return null;
            }

            found.Add(new(rest[..equals].ToString(), WebUtility.HtmlDecode(rest.Slice(equals + 2, close).ToString())));
            rest = rest[(equals + close + 3)..];
        }

        return found;
    }

    /// <summary>After the end tag that belongs to the start tag at <paramref name="at" />.</summary>
    private static int ElementEnd(string html, int at, int to)
    {
        for (var depth = 0; at < to;)
        {
            var end = TagEnd(html, at, to);
            depth += html[at + 1] == '/' ? -1 : Name(html, at + 1) is "br" or "hr" ? 0 : 1;
            if (depth <= 0)
            {
                return end;
            }

            var next = html.IndexOf('<', end, to - end);
            at = next < 0 ? to : next;
        }

        return to;
    }

    private static int TagEnd(string html, int at, int to)
    {
        for (var isQuoted = false; at < to; at++)
        {
            if (html[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (html[at] == '>' && !isQuoted)
            {
                return at + 1;
            }
        }

        return to;
    }

    private static string Name(string html, int at)
    {
        var end = at;
        while (end < html.Length && (char.IsAsciiLetterOrDigit(html[end]) || html[end] == '-'))
        {
            end++;
        }

        return html[at..end];
    }
}
