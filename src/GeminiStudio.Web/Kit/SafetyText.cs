using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Kit;

/// <summary>Words for what the safety filters stopped, and for the setting that made them.</summary>
internal static class SafetyText
{
    /// <summary>For example "harassment, medium"; null when Google names no category.</summary>
    public static string? Named(TurnView turn) => turn.Blocks.Count == 0 ? null
        : string.Join("; ", turn.Blocks.Select(b => SafetyRules.CategoryName(b.Category).ToLowerInvariant() + (b.Probability.Length > 0 ? $", {b.Probability.ToLowerInvariant()}" : "")));

    /// <summary>Which settings caused it, a sentence with a blank behind; empty when Google names no category.</summary>
    public static string Cause(TurnView turn)
    {
        if (turn.Blocks.Count == 0)
        {
            return "";
        }

        var causes = turn.Blocks.Select(b => turn.Settings?.Safety.GetValueOrDefault(b.Category) is { } threshold
            ? $"{SafetyRules.CategoryName(b.Category)} is set to \"{SafetyRules.ThresholdName(threshold)}\""
            : $"{SafetyRules.CategoryName(b.Category)} is at Google's default");
        return string.Join("; ", causes) + ". ";
    }
}
