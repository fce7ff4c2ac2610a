using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Validation;

/// <summary>The rules of thinking, which differ in every generation of models.</summary>
internal static class ThinkingRules
{
    private const int Dynamic = -1;

    public static string? Check(GenerateRequest request, Model model)
    {
        var (budget, level) = (request.Config.ThinkingBudget, request.Config.ThinkingLevel);
        if (level == "THINKING_LEVEL_UNSPECIFIED")
        {
            level = null;
        }
        return (budget, level, model.Thinking) switch
        {
            (not null, not null, _) => "You can only set only one of thinking budget and thinking level.",
            (null, null, null) when request.Config.IncludeThoughts => $"Thinking is not enabled for models/{model.Id}",
            (null, null, _) => null,
            (_, not null, null or { Levels.Count: 0 }) => "Thinking level is not supported for this model.",
            (_, not null, { } thinking) => thinking.Levels.Contains(level)
                ? null
                : $"Thinking level {level} is not supported for this model. Please retry with other thinking level.",
            (_, _, null or { MaxBudget: 0 }) => "Thinking budget is not supported for this model.",
            ({ } tokens, _, { } thinking) => CheckBudget(tokens, thinking),
        };
    }

    private static string? CheckBudget(int tokens, Thinking thinking) => tokens switch
    {
        Dynamic => null,
        0 => thinking.CanBeOff ? null : "Budget 0 is invalid. This model only works in thinking mode.",
        _ when tokens < thinking.MinBudget || tokens > thinking.MaxBudget =>
            $"The thinking budget ({tokens}) is invalid. Please choose a value between {thinking.MinBudget} and {thinking.MaxBudget}.",
        _ => null,
    };
}
