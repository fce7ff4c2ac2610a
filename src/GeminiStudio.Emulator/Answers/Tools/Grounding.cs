using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Answers.Composing;

namespace GeminiStudio.Emulator.Answers.Tools;

/// <summary>Pretends that an answer was found on the web: queries, pages, and which sentence rests on which of them.</summary>
internal static partial class Grounding
{
    private const int MostSupports = 6;

    // Searches of these sites really lead somewhere, whatever the prompt was about.
    private static readonly (string Site, string Address)[] Sites =
    [
        ("wikipedia.org", "https://en.wikipedia.org/w/index.php?search="),
        ("britannica.com", "https://www.britannica.com/search?query="),
        ("openlibrary.org", "https://openlibrary.org/search?q="),
        ("archive.org", "https://archive.org/search?query="),
    ];

    public static IReadOnlyList<string> Queries(Question question) => question.Topic.Length > 0 && !question.Topic.Equals(question.Text, StringComparison.OrdinalIgnoreCase)
        ? [question.Topic.Trim('“', '”'), $"{question.Topic.Trim('“', '”')} facts"]
        : [question.Text.Length <= 80 ? question.Text : question.Text[..TextPieces.SafeEnd(question.Text, 80)]];

    /// <summary>The groundingMetadata of an answer; offsets count bytes of its UTF-8.</summary>
    public static JsonObject Of(string text, Question question)
    {
        var queries = Queries(question);
        var sites = question.Dice.Shuffle(Sites).Take(3).ToList();
        var supports = Sentences(text).Take(MostSupports).Select(s => Support(text, s, question.Dice, sites.Count));
        return new JsonObject
        {
            ["searchEntryPoint"] = new JsonObject { ["renderedContent"] = EntryPoint(queries) },
            ["groundingChunks"] = new JsonArray([.. sites.Select(s => new JsonObject
            {
                ["web"] = new JsonObject { ["uri"] = s.Address + Uri.EscapeDataString(queries[0]), ["title"] = s.Site, ["domain"] = s.Site },
            })]),
            ["groundingSupports"] = new JsonArray([.. supports]),
            ["webSearchQueries"] = new JsonArray([.. queries.Select(q => JsonValue.Create(q))]),
        };
    }

    /// <summary>The server's own calls, which are shown where the request asks for them.</summary>
    public static IEnumerable<JsonObject> ServerSideCall(Question question)
    {
        var id = Convert.ToHexStringLower(question.Dice.Bytes(4));
        var queries = new JsonArray([.. Queries(question).Select(q => JsonValue.Create(q))]);
        yield return new JsonObject { ["toolCall"] = new JsonObject { ["id"] = id, ["toolType"] = "GOOGLE_SEARCH_WEB", ["args"] = new JsonObject { ["queries"] = queries } } };
        yield return new JsonObject { ["toolResponse"] = new JsonObject { ["id"] = id, ["toolType"] = "GOOGLE_SEARCH_WEB", ["response"] = new JsonObject { ["search_suggestions"] = EntryPoint(Queries(question)) } } };
    }

    private static JsonObject Support(string text, Match sentence, Dice dice, int sites)
    {
        var segment = new JsonObject();
        var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, sentence.Index));
        if (start > 0)
        {
            segment["startIndex"] = start; // zeros are left out on the wire
        }
        segment["endIndex"] = start + Encoding.UTF8.GetByteCount(sentence.Value);
        segment["text"] = sentence.Value;
        var first = dice.Next(sites);
        int[] chunks = dice.Next(3) == 0 && sites > 1 ? [first, (first + 1) % sites] : [first];
        return new JsonObject
        {
            ["segment"] = segment,
            ["groundingChunkIndices"] = new JsonArray([.. chunks.Order().Select(c => JsonValue.Create(c))]),
        };
    }

    // Headings, tables, code and the closing line say nothing that a page could prove.
    private static IEnumerable<Match> Sentences(string text) =>
        Sentence().Matches(text).Where(m => m.Value.Length > 25 && !m.Value.StartsWith('*') && !m.Value.Contains('|', StringComparison.Ordinal) && !m.Value.Contains("```", StringComparison.Ordinal));

    private static string EntryPoint(IEnumerable<string> queries)
    {
        var chips = queries.Select(q => $"""<a class="chip" href="https://www.google.com/search?q={Uri.EscapeDataString(q)}&client=app-vertex-grounding" target="_blank">{WebUtility.HtmlEncode(q)}</a>""");
        return $$"""
            <style>
            .container { align-items: center; border-radius: 8px; display: flex; font-family: sans-serif; font-size: 14px; padding: 8px 12px; background-color: #fafafa; box-shadow: 0 0 0 1px #0000000f; }
            .carousel { overflow: auto; white-space: nowrap; }
            .chip { display: inline-block; border: 1px solid #d2d2d2; border-radius: 16px; padding: 5px 14px; margin: 0 8px 0 0; color: #1f1f1f; text-decoration: none; }
            @media (prefers-color-scheme: dark) { .container { background-color: #1f1f1f; } .chip { color: #e3e3e3; border-color: #5e5e5e; } }
            </style>
            <div class="container"><div class="carousel">{{string.Concat(chips)}}</div></div>

            """.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"(?<=^|\n|[.!?:]\s)[^#>\s|`\n*-][^.!?\n]*[.!?]")]
    private static partial Regex Sentence();
}
