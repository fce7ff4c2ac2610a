using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Answers.Composing;
using GeminiStudio.Emulator.Answers.Schemas;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Answers.Calling;

/// <summary>
/// Decides which functions are called now. What a prompt joins by "and" is called at once, what it joins by "then" step by step;
/// a function whose value was said several times is called once for each.
/// </summary>
internal static partial class FunctionPlan
{
    private const int MostCalls = 8;

    /// <summary>The calls of this step; null when it is time for words.</summary>
    public static JsonArray? Calls(GenerateRequest request, CurrentTurn turn, Dice dice)
    {
        var tools = new RequestTools(request.Json);
        var allowed = tools.AllowedNames;
        var open = tools.Declarations.Where(d => allowed.Count == 0 || tools.Mode is not ("ANY" or "VALIDATED") || allowed.Contains(d["name"]?.ToString() ?? "")).ToList();
        if (open.Count == 0 || tools.Mode == "NONE" || turn.IsScripted)
        {
            return null;
        }
        var steps = Then().Split(turn.Prompt).Select(clause => Step(open, clause, turn, dice)).Where(calls => calls.Count > 0).ToList();
        if (turn.Steps.Count < steps.Count)
        {
            return [.. steps[turn.Steps.Count].Take(MostCalls)];
        }
        return tools.Mode == "ANY" ? [Call(open.MaxBy(d => FunctionFit.Score(d, turn.Prompt))!, turn.Prompt, turn, dice, 0)] : null;
    }

    private static List<JsonObject> Step(IReadOnlyList<JsonObject> open, string clause, CurrentTurn turn, Dice dice)
    {
        var fitting = open.Where(d => FunctionFit.Score(d, clause) >= FunctionFit.Enough).ToList();
        var named = fitting.Where(d => FunctionFit.IsNamed(d, clause)).ToList();
        var chosen = named.Count > 0 ? named : fitting.OrderByDescending(d => FunctionFit.Score(d, clause)).Take(1);
        return [.. chosen.SelectMany(d => Enumerable.Range(0, CallsOf(d, clause)).Select(i => Call(d, clause, turn, dice, i)))];
    }

    // One call for each city that was named, unless the function takes two of them or a list.
    private static int CallsOf(JsonObject declaration, string clause)
    {
        var schema = FunctionFit.Parameters(declaration);
        var properties = schema["properties"] as JsonObject ?? [];
        var named = properties.Where(p => p.Value is JsonObject one && PromptValues.TakesName(p.Key, one)).ToList();
        var hasList = properties.Any(p => p.Value is JsonObject one && SchemaShape.TypeOf(one) == "ARRAY");
        return named.Count == 1 && !hasList ? Math.Max(1, new PromptValues(clause, []) { Vocabulary = FunctionFit.Vocabulary(declaration) }.Names.Count) : 1;
    }

    private static JsonObject Call(JsonObject declaration, string clause, CurrentTurn turn, Dice dice, int index)
    {
        var values = new PromptValues(clause, turn.Responses) { NameIndex = index, Vocabulary = FunctionFit.Vocabulary(declaration) };
        var instance = new SchemaInstance(dice, TopicFinder.Find(clause), values.Find, onlySaid: true);
        return new JsonObject
        {
            ["name"] = declaration["name"]?.ToString(),
            ["args"] = instance.Make(FunctionFit.Parameters(declaration)) as JsonObject ?? [],
        };
    }

    [GeneratedRegex(@"\s*[,;.]?\s*\b(?:and\s+)?(?:then|after that|afterwards|finally)\b[\s,]*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Then();
}
