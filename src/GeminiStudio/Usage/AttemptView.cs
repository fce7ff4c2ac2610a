using GeminiStudio.Data;

namespace GeminiStudio.Usage;

/// <summary>One request that was sent for an answer, as the ledger has it.</summary>
public sealed record AttemptView
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required DateTime DispatchedAt { get; init; }

    /// <summary>Null while it is under way.</summary>
    public DateTime? SettledAt { get; init; }

    /// <summary>Last four characters of the key.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Null while nothing is booked; 0 when nothing is billed.</summary>
    public int? TotalTokens { get; init; }

    public long? CostMicroUsd { get; init; }

    /// <summary>Where the tokens come from; null while nothing is booked.</summary>
    public LedgerSource? Source { get; init; }

    /// <summary>The kind of failure; null for an answer.</summary>
    public string? Failure { get; init; }
}
