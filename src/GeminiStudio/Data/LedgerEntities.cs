namespace GeminiStudio.Data;

/// <summary>One request sent to Google. Written before the request leaves.</summary>
public sealed class Attempt
{
    public required Guid Id { get; init; }

    /// <summary>The reservation group that it belongs to.</summary>
    public required Guid CallId { get; init; }

    public required Guid OwnerId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? TurnId { get; init; }

    /// <summary>From 1 within its call.</summary>
    public required int Number { get; init; }

    /// <summary>The id that was picked.</summary>
    public required string ModelId { get; init; }

    public string? KeyFingerprint { get; init; }

    /// <summary>Our estimate of the prompt's tokens, for the case that Google never says.</summary>
    public required int EstimatedPromptTokens { get; init; }

    public required DateTime DispatchedAt { get; init; }

    /// <summary>Null while under way; a restart settles those that were left.</summary>
    public DateTime? SettledAt { get; set; }
}

/// <summary>What one attempt used. Append-only, one per attempt.</summary>
public sealed class LedgerEntry
{
    public required Guid Id { get; init; }

    public required Guid AttemptId { get; init; }

    public required Guid OwnerId { get; init; }

    public Guid? SessionId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The day in the portal's time zone, as yyyymmdd.</summary>
    public required int Day { get; init; }

    public required string ModelId { get; init; }

    public string? KeyFingerprint { get; init; }

    public required int PromptTokens { get; init; }

    public required int CachedTokens { get; init; }

    public required int OutputTokens { get; init; }

    public required int ThoughtsTokens { get; init; }

    public required int TotalTokens { get; init; }

    /// <summary>Null when the model's price is not known.</summary>
    public long? CostMicroUsd { get; init; }

    public required LedgerSource Source { get; init; }

    /// <summary>The kind of failure, or null for an answer.</summary>
    public string? Failure { get; init; }
}

/// <summary>Where a ledger entry's figures come from.</summary>
public enum LedgerSource
{
    /// <summary>Nothing was answered, nothing is billed.</summary>
    None,

    /// <summary>Google's own count, from the answer's last chunk.</summary>
    Provider,

    /// <summary>Our estimate, because the answer broke off.</summary>
    Estimated,
}

/// <summary>A limit on tokens or money for one person or for all.</summary>
public sealed class Budget
{
    public required Guid Id { get; init; }

    /// <summary>Null counts everybody.</summary>
    public Guid? OwnerId { get; init; }

    public required BudgetUnit Unit { get; init; }

    public required BudgetPeriod Period { get; init; }

    /// <summary>Tokens or micro-dollars per period.</summary>
    public required long Limit { get; set; }
}

public enum BudgetUnit
{
    Tokens,
    MicroUsd,
}

/// <summary>How long a budget's window lasts, in the portal's time zone.</summary>
public enum BudgetPeriod
{
    Day,
    Month,
}

/// <summary>A budget's count in one period.</summary>
public sealed class BudgetWindow
{
    public required Guid Id { get; init; }

    public required Guid BudgetId { get; init; }

    /// <summary>First day, as yyyymmdd.</summary>
    public required int StartDay { get; init; }

    public required long Limit { get; set; }

    public long Used { get; set; }

    public long Reserved { get; set; }
}

/// <summary>Tokens or money held in one window for a call under way; gone once the call is settled.</summary>
public sealed class Reservation
{
    public required Guid CallId { get; init; }

    public required Guid WindowId { get; init; }

    public required BudgetUnit Unit { get; init; }

    public required long Amount { get; init; }
}
