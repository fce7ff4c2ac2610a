using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Answers.Schemas;

namespace GeminiStudio.Emulator.Answers.Calling;

/// <summary>How well a declared function fits what was said: its name counts most, then its description and its values.</summary>
internal static partial class FunctionFit
{
    /// <summary>A function that scores less is not called by itself.</summary>
    public const int Enough = 3;

    private static readonly HashSet<string> Common = ["get", "set", "fetch", "find", "list", "search", "look", "lookup", "create", "make", "add", "update", "run", "do", "call", "read", "write", "new", "current", "by", "for", "the", "of", "to", "in", "and"];
    private static readonly HashSet<string> Empty = ["this", "that", "with", "from", "given", "function", "returns", "return", "which", "into", "what", "when", "will", "have", "your", "their", "about", "name", "value", "user", "should"];

    public static int Score(JsonObject declaration, string clause)
    {
        var said = Words(clause).ToHashSet();
        var name = Words(Text(declaration["name"])).ToList();
        var score = name.Sum(w => !said.Contains(w) ? 0 : Common.Contains(w) ? 1 : 3);
        var described = Words(Text(declaration["description"])).Where(w => w.Length > 3 && !Empty.Contains(w) && !Common.Contains(w)).Distinct();
        score += Math.Min(4, described.Count(said.Contains) * 2);
        return score + (Parameters(declaration)["properties"] as JsonObject ?? []).Sum(p => ScoreOf(p.Key, p.Value as JsonObject ?? [], said));
    }

    /// <summary>Whether a telling word of the name was said.</summary>
    public static bool IsNamed(JsonObject declaration, string clause)
    {
        var said = Words(clause).ToHashSet();
        return Words(Text(declaration["name"])).Any(w => !Common.Contains(w) && said.Contains(w));
    }

    /// <summary>The words of a function's name and description.</summary>
    public static IReadOnlySet<string> Vocabulary(JsonObject declaration) =>
        Words($"{declaration["name"]} {declaration["description"]}").ToHashSet();

    public static JsonObject Parameters(JsonObject declaration) => (declaration["parameters"] ?? declaration["parametersJsonSchema"]) as JsonObject ?? [];

    /// <summary>Words in small letters, without the endings that differ between a name and a sentence.</summary>
    public static IEnumerable<string> Words(string text) =>
        Word().Matches(CaseStep().Replace(text, "${end} ${start}")).Select(m => Stem(m.Value.ToLowerInvariant()));

    private static int ScoreOf(string name, JsonObject schema, HashSet<string> said) =>
        (Words(name).Any(w => w.Length > 3 && said.Contains(w)) ? 1 : 0)
        + (SchemaShape.Names(schema["enum"]).Any(v => Words(v).ToList() is { Count: > 0 } words && words.All(said.Contains)) ? 1 : 0);

    private static string Stem(string word) => word switch
    {
        { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
        { Length: > 4 } when word.EndsWith("es", StringComparison.Ordinal) || word.EndsWith("ed", StringComparison.Ordinal) => word[..^2],
        { Length: > 3 } when word.EndsWith('s') || word.EndsWith('e') => word[..^1],
        _ => word,
    };

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    [GeneratedRegex(@"[\p{L}\d]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<end>[a-z\d])(?<start>[A-Z])", RegexOptions.NonBacktracking)]
    private static partial Regex CaseStep();
}
