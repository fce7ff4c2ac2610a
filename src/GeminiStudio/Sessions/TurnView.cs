using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>A turn as a screen shows it.</summary>
public sealed record TurnView
{
    public required Guid Id { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary><c>user</c> or <c>model</c>, as on the wire.</summary>
    public required string Role { get; init; }

    public required TurnState State { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>The answer's text, thoughts left out; markdown.</summary>
    public string Text { get; init; } = "";

    /// <summary>Thought summaries; markdown.</summary>
    public string Thoughts { get; init; } = "";

    /// <summary>Parts that are neither text nor thoughts, as JSON, so that nothing that came is hidden.</summary>
    public IReadOnlyList<string> OtherParts { get; init; } = [];

    /// <summary>The same parts, each at its place in the text.</summary>
    public IReadOnlyList<PlacedPart> PlacedParts { get; init; } = [];

    /// <summary>The files that those parts name, by hash; one that is gone is missing.</summary>
    public IReadOnlyDictionary<string, StoredFile> Files { get; init; } = new Dictionary<string, StoredFile>();

    /// <summary>What the answer rests on; null when it names nothing.</summary>
    public Grounding? Grounding { get; init; }

    /// <summary>Each token with its probability, as JSON of Google's <c>logprobsResult</c>; null when it was not asked for.</summary>
    public string? Logprobs { get; init; }

    /// <summary>The settings that the turn was run with; null for user turns.</summary>
    public RunSettings? Settings { get; init; }

    /// <summary>The version that Google says answered.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>As spelled by Google; null when there was none.</summary>
    public string? FinishReason { get; init; }

    public string? FinishMessage { get; init; }

    /// <summary><c>promptFeedback.blockReason</c>; set when the prompt itself was blocked.</summary>
    public string? BlockReason { get; init; }

    /// <summary>Categories that the safety filters stopped it for; empty when they did not, or when Google does not say.</summary>
    public IReadOnlyList<SafetyBlock> Blocks { get; init; } = [];

    public GeminiUsage? Usage { get; init; }

    /// <summary>Whether the usage is our estimate, because Google sent none.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Cost in micro-dollars; null when the model's price is unknown or nothing was used.</summary>
    public long? CostMicroUsd { get; init; }

    public int? FirstTokenMs { get; init; }

    /// <summary>How long the model thought aloud; null when it showed no thoughts.</summary>
    public int? ThoughtsMs { get; init; }

    public int? TotalMs { get; init; }

    public TurnError? Error { get; init; }

    /// <summary>Ids of the turns with the same parent, oldest first, itself included.</summary>
    public IReadOnlyList<Guid> Siblings { get; init; } = [];

    /// <summary>How many of its parts are visible text, each of which can be edited.</summary>
    public int TextParts { get; init; }

    /// <summary>Whether a person changed or wrote a model's words.</summary>
    public bool IsEdited { get; init; }

    public bool IsUnderWay => State is TurnState.Pending or TurnState.Streaming;
}

/// <summary>Why a run failed, kept with the turn.</summary>
public sealed record TurnError
{
    public required GeminiErrorKind Kind { get; init; }

    /// <summary>Google's words, or ours when Google said nothing.</summary>
    public required string Message { get; init; }

    public int? HttpStatus { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>When Google said that a new try makes sense; UTC.</summary>
    public DateTime? RetryAt { get; init; }

    public IReadOnlyList<QuotaViolation> Quotas { get; init; } = [];

    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <summary>The error's body, at most 4 KB, keys removed.</summary>
    public string? RawBody { get; init; }

    /// <summary>Last four characters of the key that was used; null when none was.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Finds the failure in the server's log.</summary>
    public string? LogId { get; init; }
}
