namespace GeminiStudio.Gemini;

/// <summary>One piece of an answer: Google's bytes, and the few fields that we read of them.</summary>
public sealed record GeminiChunk
{
    /// <summary>The JSON of one response object as it came, UTF-8, without the stream's framing.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The first candidate's parts, in order; empty when the chunk has none.</summary>
    public IReadOnlyList<GeminiPart> Parts { get; init; } = [];

    /// <summary>The first candidate's <c>finishReason</c> as spelled by Google; null until the last chunk.</summary>
    public string? FinishReason { get; init; }

    public string? FinishMessage { get; init; }

    /// <summary><c>promptFeedback.blockReason</c>; set when the prompt itself was blocked.</summary>
    public string? BlockReason { get; init; }

    /// <summary>Whether the response has at least one candidate.</summary>
    public bool HasCandidate { get; init; }

    /// <summary>How many candidates the response has; the fields here are those of the one with index 0, else of the first.</summary>
    public int CandidateCount { get; init; }

    /// <summary>The index of the candidate whose fields these are; 0 when the response does not say.</summary>
    public int CandidateIndex { get; init; }

    /// <summary>Whether the object is Google's error envelope instead of an answer.</summary>
    internal bool IsError { get; init; }

    public GeminiUsage? Usage { get; init; }

    public string? ModelVersion { get; init; }

    public string? ResponseId { get; init; }

    /// <summary>Raw JSON of the first candidate's members other than content, index and finish, for example <c>groundingMetadata</c>; null when none.</summary>
    public ReadOnlyMemory<byte>? CandidateExtras { get; init; }
}

/// <summary>One part of a content, verbatim.</summary>
/// <param name="Json">The part's own JSON as it came.</param>
/// <param name="Text">Its <c>text</c>; null when it is of another kind.</param>
/// <param name="IsThought">Whether it is a thought summary.</param>
/// <param name="HasSignature">Whether it carries a <c>thoughtSignature</c>, and so must never be merged or moved.</param>
public readonly record struct GeminiPart(ReadOnlyMemory<byte> Json, string? Text, bool IsThought, bool HasSignature)
{
    /// <summary>Whether it is nothing but unsigned text, so that it may be merged with a neighbour of the same kind.</summary>
    public bool IsPlainText { get; init; }
}
