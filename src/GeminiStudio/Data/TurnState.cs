namespace GeminiStudio.Data;

/// <summary>Where a turn stands. The first two are under way, the others are outcomes; a user turn is always Completed.</summary>
public enum TurnState
{
    Pending,
    Streaming,
    Completed,
    Truncated,
    Blocked,
    Empty,
    Failed,
    Interrupted,
    Cancelled,
}
