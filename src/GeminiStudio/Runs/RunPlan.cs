using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>What a run needs to know when it starts.</summary>
internal sealed record RunPlan
{
    public required Guid TurnId { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid OwnerId { get; init; }

    public required ModelInfo Model { get; init; }

    public required RunSettings Settings { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>False when the run is taken up again after a restart and its reservation was given back.</summary>
    public required bool IsReserved { get; init; }
}
