using GeminiStudio.Gemini;

namespace GeminiStudio.Usage;

/// <summary>A call with what the ledger needs to know of it; the wire client sees none of this.</summary>
public sealed record StudioCall : GeminiCall
{
    /// <summary>Groups the attempts of one call, and its reservations.</summary>
    public required Guid CallId { get; init; }

    public required Guid UserId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? TurnId { get; init; }

    /// <summary>What the model is and costs, by the id that was picked.</summary>
    public required ModelInfo ModelInfo { get; init; }

    public required Estimate Estimate { get; init; }

    /// <summary>Whether the reservation was made in the transaction that accepted the turn.</summary>
    public bool IsReserved { get; init; }

    /// <summary>Told which key an attempt goes out with.</summary>
    public Action<string?>? KeyChosen { get; init; }
}
