using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>How much a model thinks before it answers, and what it tells of it.</summary>
internal sealed record ThoughtPlan(int? Tokens, IReadOnlyList<string> Summaries)
{
    private static readonly ThoughtPlan None = new(null, []);

    private static readonly Dictionary<string, int> TokensByLevel = new()
    {
        ["MINIMAL"] = 12,
        ["LOW"] = 48,
        ["MEDIUM"] = 120,
        ["HIGH"] = 320,
    };

    public static ThoughtPlan Make(GenerateRequest request, Model model, Script script, Dice dice)
    {
        if (model.Thinking is not { } thinking || TokensWanted(request.Config, thinking) is not (> 0 and { } tokens))
        {
            return None;
        }
        if (request.Config.MaxOutputTokens is { } max)
        {
            tokens = Math.Min(tokens, max / 2); // half of a small limit is left for words, so that a demo shows some
        }
        var count = request.Config.IncludeThoughts ? script.Thoughts ?? Math.Clamp(tokens / 60, 1, 4) : 0;
        return new(tokens, ThoughtSummaries.Write(count, script.Prompt, dice));
    }

    private static int TokensWanted(RequestConfig config, Thinking thinking)
    {
        if (config.ThinkingBudget is { } budget and >= 0)
        {
            return Math.Min(budget, TokensByLevel["HIGH"]);
        }
        if (!thinking.OnByDefault && config.ThinkingBudget is null)
        {
            return 0;
        }
        var level = config.ThinkingLevel is { } asked && TokensByLevel.ContainsKey(asked) ? asked : thinking.DefaultLevel ?? "MEDIUM";
        return TokensByLevel[level];
    }
}
