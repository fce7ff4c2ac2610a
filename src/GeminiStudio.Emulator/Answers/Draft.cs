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

    /// <summary>Parts before the text: code and its result, the server's own calls.</summary>
    public IReadOnlyList<JsonObject> Lead { get; init; } = [];

    /// <summary>Pictures or speech after the text.</summary>
    public IReadOnlyList<JsonObject> Media { get; init; } = [];

    /// <summary>What the media weigh; null without any.</summary>
    public (string Modality, int Tokens)? MediaTokens { get; init; }

    /// <summary>groundingMetadata, urlContextMetadata: what the candidate tells beside its content.</summary>
    public JsonObject Beside { get; init; } = [];

    /// <summary>Whether it holds text at most, which a model may end within the last event of it.</summary>
    public bool IsPlain => Calls is null && Lead.Count == 0 && Media.Count == 0 && Beside.Count == 0;

    public bool IsSilent => Text.Length == 0 && Calls is null && Lead.Count == 0 && Media.Count == 0;
}
