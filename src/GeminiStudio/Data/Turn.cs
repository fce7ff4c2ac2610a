namespace GeminiStudio.Data;

/// <summary>One Content of a session's tree; Google's JSON verbatim, with the few columns that are asked for beside it.</summary>
public sealed class Turn
{
    /// <summary>128 random bits from the client, unique in the whole database.</summary>
    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid OwnerId { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary>Order within the session; time is never used for that.</summary>
    public required int Sequence { get; init; }

    /// <summary><c>user</c> or <c>model</c>.</summary>
    public required string Role { get; init; }

    public required TurnState State { get; set; }

    /// <summary>The content's parts as a JSON array.</summary>
    public required string Parts { get; set; }

    /// <summary>The settings that a model turn was asked with, as JSON.</summary>
    public string? Settings { get; init; }

    /// <summary>The system instruction that a model turn was asked with.</summary>
    public string? SystemInstruction { get; init; }

    /// <summary>The last response object without its content: usage, finish, versions, as Google wrote them.</summary>
    public string? Envelope { get; set; }

    public string? ModelVersion { get; set; }

    public string? FinishReason { get; set; }

    public string? FinishMessage { get; set; }

    public string? BlockReason { get; set; }

    public int? PromptTokens { get; set; }

    public int? CachedTokens { get; set; }

    public int? OutputTokens { get; set; }

    public int? ThoughtsTokens { get; set; }

    public int? TotalTokens { get; set; }

    public bool IsEstimated { get; set; }

    public long? CostMicroUsd { get; set; }

    public int? FirstTokenMs { get; set; }

    /// <summary>How long the model thought aloud; null when it showed no thoughts.</summary>
    public int? ThoughtsMs { get; set; }

    public int? TotalMs { get; set; }

    /// <summary>Why it failed, as JSON.</summary>
    public string? Error { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? DeletedAt { get; set; }

    /// <summary>Whether a person changed or wrote a model's words.</summary>
    public bool IsEdited { get; init; }

    /// <summary>The turn that this one was copied from, when an earlier turn was changed; null for an original.</summary>
    /// <remarks>Turns never change once they are settled, so a model turn's request can always be rebuilt: an edit makes a branch.</remarks>
    public Guid? SourceId { get; init; }
}

/// <summary>A piece of an answer under way, appended in group commits; gone once the turn settles.</summary>
public sealed class TurnSegment
{
    public required Guid TurnId { get; init; }

    public required int Number { get; init; }

    /// <summary>Parts as a JSON array.</summary>
    public required string Parts { get; init; }
}
