using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>Everything of a run that is saved so far; built when it is read.</summary>
public sealed record RunSnapshot
{
    public required Guid TurnId { get; init; }

    public required TurnState State { get; init; }

    public required string Text { get; init; }

    public required string Thoughts { get; init; }

    /// <summary>Parts that are neither text nor thoughts, each at its place in the text.</summary>
    public IReadOnlyList<PlacedPart> OtherParts { get; init; } = [];

    public GeminiUsage? Usage { get; init; }

    public required DateTime StartedAt { get; init; }

    public int? FirstTokenMs { get; init; }

    /// <summary>How long it has thought so far; null when no thought was shown.</summary>
    public int? ThoughtsMs { get; init; }

    /// <summary>The wait that is under way before the next attempt; null when none.</summary>
    public RunWait? Wait { get; init; }

    /// <summary>Why nothing new can be saved, in words; null while all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>Whether the run is over and the turn in the database is the whole truth.</summary>
    public bool IsOver { get; init; }
}

/// <summary>A wait that viewers count down.</summary>
/// <param name="Until">When the next attempt starts; UTC.</param>
/// <param name="Length">How long the wait is in all.</param>
/// <param name="NextAttempt">From 2.</param>
/// <param name="MaxAttempts">How many there may be in all.</param>
/// <param name="Kind">Why the attempt before it failed.</param>
/// <param name="Message">Google's words.</param>
/// <param name="HttpStatus">Google's status; null when there was none.</param>
/// <param name="Quotas">The limits that were reached.</param>
public sealed record RunWait(
    DateTime Until, TimeSpan Length, int NextAttempt, int MaxAttempts,
    GeminiErrorKind Kind, string Message, int? HttpStatus, IReadOnlyList<QuotaViolation> Quotas)
{
    /// <summary>Where the call stands among others that wait for the same key, from 1; null when it waits for itself alone.</summary>
    public int? Position { get; init; }

    /// <summary>How many stand in that line.</summary>
    public int Waiting { get; init; }
}
