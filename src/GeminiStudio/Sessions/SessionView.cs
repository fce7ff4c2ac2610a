namespace GeminiStudio.Sessions;

/// <summary>A session as the history lists it.</summary>
public sealed record SessionSummary
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Last activity; UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Whether a run of it is under way.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether its newest model turn failed.</summary>
    public bool LastFailed { get; init; }

    public bool IsPinned { get; init; }

    public bool IsArchived { get; init; }
}

/// <summary>A session as its page opens it.</summary>
public sealed record SessionView
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required RunSettings Settings { get; init; }

    public required string SystemInstruction { get; init; }

    public required DateTime UpdatedAt { get; init; }

    /// <summary>The shown branch from its root, at most the last 40 turns unless more were asked for.</summary>
    public required IReadOnlyList<TurnView> Turns { get; init; }

    /// <summary>How many earlier turns of the branch are not loaded.</summary>
    public required int EarlierTurns { get; init; }

    public DateTime CreatedAt { get; init; }

    public bool IsPinned { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>Whether it goes away when its page closes.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The session that it was branched from; null when from none.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>What that one is called now; null when there is none, or it was deleted.</summary>
    public string? OriginTitle { get; init; }

    /// <summary>Tokens of all its runs, billed ones.</summary>
    public long TotalTokens { get; init; }

    /// <summary>Cost of all its runs in micro-dollars.</summary>
    public long CostMicroUsd { get; init; }

    /// <summary>Whether some cost is unknown or estimated.</summary>
    public bool CostIsPartial { get; init; }
}
