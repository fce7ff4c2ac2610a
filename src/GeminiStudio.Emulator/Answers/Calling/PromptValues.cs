using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Answers.Composing;
using GeminiStudio.Emulator.Answers.Schemas;

namespace GeminiStudio.Emulator.Answers.Calling;

/// <summary>Finds values for named fields in what was said, and in what functions have answered before.</summary>
internal sealed partial class PromptValues(string text, IReadOnlyList<JsonObject> responses)
{
    private static readonly string[] PlaceWords = ["CITY", "TOWN", "LOCATION", "PLACE", "COUNTRY", "REGION", "DESTINATION", "ORIGIN", "ADDRESS", "AIRPORT", "STATION"];
    private static readonly string[] PersonWords = ["PERSON", "RECIPIENT", "CONTACT", "ATTENDEE", "CUSTOMER", "AUTHOR", "GUEST", "FULLNAME", "FIRSTNAME"];
    private static readonly HashSet<string> NoNames = ["I", "What", "How", "Is", "The", "Please", "Tell", "Show", "Get", "Find", "Book", "Compare", "And", "Then", "Which", "Give", "Where", "When", "Who", "Can", "Could", "Send", "Look", "Use", "Call", "Turn", "Set", "Add", "Check", "Create", "Search", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Celsius", "Fahrenheit"];

    private readonly Queue<JsonNode> _numbers = new(NumberText().Matches(text).Select(m => Read(m.Value)).OfType<JsonNode>());

    /// <summary>Which of several names this call is about.</summary>
    public int NameIndex { get; init; }

    /// <summary>Words that are no names here though they may begin a sentence: those of the function itself.</summary>
    public IReadOnlySet<string> Vocabulary { get; init; } = new HashSet<string>();

    /// <summary>Capitalised names in their order, each once.</summary>
    public IReadOnlyList<string> Names => field ??=
        [.. NameText().Matches(text).Where(m => !text.AsSpan(m.Index + m.Length).StartsWith(":")).Select(m => StripFirst(m.Value)).Where(n => n.Length > 0 && !NoNames.Contains(n)).Distinct()];

    /// <summary>Whether a field takes a name that a prompt may list several of.</summary>
    public static bool TakesName(string name, JsonObject schema) =>
        SchemaShape.TypeOf(schema) == "STRING" && !schema.ContainsKey("enum") && (IsOneOf(name, PlaceWords) || IsOneOf(name, PersonWords) || Plain(name) is "NAME" or "FROM" or "TO");

    /// <summary>A value for a field; null when nothing was said that it could be.</summary>
    public JsonNode? Find(string name, JsonObject schema, bool isRequired) => SchemaShape.TypeOf(schema) switch
    {
        _ when schema["enum"] is JsonArray choices => choices.FirstOrDefault(c => c is not null && Mentions(c.ToString()))?.DeepClone(),
        _ when Answered(name, schema) is { } known => known,
        "INTEGER" or "NUMBER" => Labelled(name) is { } words && NumberText().Match(words) is { Success: true } number ? Read(number.Value)
            : Counted(name) ?? (isRequired && _numbers.Count > 0 ? _numbers.Dequeue() : null),
        "BOOLEAN" => Labelled(name) is { } word ? JsonValue.Create(!Negative().IsMatch(word)) : Mentions(name) ? JsonValue.Create(!Negative().IsMatch(text)) : null,
        "STRING" => FindText(name, schema, isRequired) is { } found ? JsonValue.Create(found) : null,
        "ARRAY" when schema["items"] is JsonObject items && TakesName(Plain(name).TrimEnd('S'), items) && Names.Count > 0 => new JsonArray([.. Names.Select(n => JsonValue.Create(n))]),
        _ => null,
    };

    private string? FindText(string name, JsonObject schema, bool isRequired)
    {
        var format = schema["format"]?.ToString();
        var plain = Plain(name);
        if (format == "email" || plain.EndsWith("EMAIL", StringComparison.Ordinal))
        {
            return First(EmailText());
        }
        if (format is "uri" or "url" || plain.EndsWith("URL", StringComparison.Ordinal))
        {
            return First(UrlText());
        }
        if (format is "date" or "date-time" || plain.Contains("DATE", StringComparison.Ordinal) || plain is "DAY" or "WHEN")
        {
            return First(DateText()) ?? (format is null ? First(DayText()) : null);
        }
        if (Labelled(name) is { } said)
        {
            return said;
        }
        if (plain is "TO" or "DESTINATION" || plain.StartsWith("ARRIVAL", StringComparison.Ordinal))
        {
            return After("to") ?? Name(isRequired);
        }
        if (plain is "FROM" or "ORIGIN" || plain.StartsWith("DEPARTURE", StringComparison.Ordinal))
        {
            return After("from") ?? Name(isRequired);
        }
        if (TakesName(name, schema))
        {
            return Name(isRequired: true);
        }
        return First(QuotedText()) is { } quoted ? quoted[1..^1] : isRequired ? Rest(plain) : null;
    }

    private string Rest(string plain) => plain switch
    {
        "EXPRESSION" or "FORMULA" when First(SumText()) is { } sum => sum.Trim(),
        "SYMBOL" or "TICKER" or "CURRENCY" or "CODE" when First(UpperText()) is { } code => code,
        "PROMPT" or "MESSAGE" or "TEXT" or "QUESTION" => text.Trim(),
        _ => TopicFinder.Find(text),
    };

    private string? Name(bool isRequired) => Names.Count > 0 && isRequired ? Names[Math.Min(NameIndex, Names.Count - 1)] : null;

    private string? After(string word) => Names.FirstOrDefault(n => Regex.IsMatch(text, $@"\b{word}\s+{Regex.Escape(n)}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking));

    /// <summary>What stands behind the field's own name, as in <c>title: Lunch</c>.</summary>
    private string? Labelled(string name)
    {
        var words = string.Join(@"[\s_-]*", FunctionFit.Words(name).Select(Regex.Escape));
        var match = Regex.Match(text, $@"\b{words}\w{{0,3}}\s*(?::|=|\bis\b|\bof\b)\s*(?<value>""[^""]*""|[^\s,;.?!][^,;?!\n]*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
        return match.Success ? match.Groups["value"].Value.Trim(' ', '"', '.') : null;
    }

    /// <summary>A number beside the field's name, as in <c>5 nights</c>.</summary>
    private JsonNode? Counted(string name) => FunctionFit.Words(name).Where(w => w.Length > 2)
        .Select(w => Regex.Match(text, $@"(?<n>-?\d+(\.\d+)?)\s+{Regex.Escape(w)}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking))
        .Where(m => m.Success).Select(m => Read(m.Groups["n"].Value)).FirstOrDefault();

    /// <summary>A field of the same name in what a function answered earlier in this turn.</summary>
    private JsonNode? Answered(string name, JsonObject schema) => responses.Reverse()
        .SelectMany(r => Fields(r["response"], 0)).Where(f => Plain(f.Key) == Plain(name) && f.Value is not null)
        .Select(f => f.Value!.DeepClone()).FirstOrDefault(v => SchemaShape.Fits(schema, v));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(JsonNode? node, int depth) => (node, depth) switch
    {
        (JsonObject members, < 8) => members.Concat(members.SelectMany(m => Fields(m.Value, depth + 1))),
        (JsonArray items, < 8) => items.SelectMany(i => Fields(i, depth + 1)),
        _ => [],
    };

    private bool Mentions(string words)
    {
        var said = FunctionFit.Words(text).ToHashSet();
        return FunctionFit.Words(words).ToList() is { Count: > 0 } wanted && wanted.All(said.Contains);
    }

    private string? First(Regex pattern) => pattern.Match(text) is { Success: true } match ? match.Value : null;

    private static JsonNode? Read(string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value) : null;

    private string StripFirst(string name) =>
        string.Join(' ', name.Split(' ').SkipWhile(w => NoNames.Contains(w) || FunctionFit.Words(w).All(Vocabulary.Contains)));

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static bool IsOneOf(string name, string[] words) => words.Any(w => Plain(name).EndsWith(w, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberText();

    [GeneratedRegex(@"\b\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*", RegexOptions.NonBacktracking)]
    private static partial Regex NameText();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.]*\w", RegexOptions.NonBacktracking)]
    private static partial Regex EmailText();

    [GeneratedRegex(@"https?://[^\s<>""')\]]*[^\s<>""')\].,;:!?]", RegexOptions.NonBacktracking)]
    internal static partial Regex UrlText();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z?)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DateText();

    [GeneratedRegex(@"\b(today|tonight|tomorrow|yesterday|(next |this )?(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|week|month))\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DayText();

    [GeneratedRegex("\"[^\"\n]+\"|“[^”\n]+”|(?<!\\w)'[^'\n]+'(?!\\w)")]
    private static partial Regex QuotedText();

    [GeneratedRegex(@"[(\d][\d\s.()]*[-+*/^][-\d\s.()+*/^]*[\d)]", RegexOptions.NonBacktracking)]
    private static partial Regex SumText();

    [GeneratedRegex(@"\b[A-Z]{2,5}\b", RegexOptions.NonBacktracking)]
    private static partial Regex UpperText();

    [GeneratedRegex(@"\b(no|not|off|without|false|never|don't)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Negative();
}
