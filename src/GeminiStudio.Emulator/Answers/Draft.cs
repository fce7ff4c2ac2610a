using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Answers;

/// <summary>A finished answer before it is cut into events.</summary>
/// <param name="Text">All of its text; empty when there is none.</param>
/// <param name="ThoughtSummaries">Summaries to show, if any were asked for.</param>
/// <param name="ThoughtTokens">Tokens thought; null for a model that does not think.</param>
/// <param name="FinishReason">Why it ends.</param>
internal sealed record Draft(string Text, IReadOnlyList<string> ThoughtSummaries, int? ThoughtTokens, string FinishReason)
{
    /// <summary>Calls to make after the text.</summary>
    public JsonArray? Calls { get; init; }
}
