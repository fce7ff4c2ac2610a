using GeminiStudio.Data;
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

    /// <summary>When the call was made, which is its place in a line.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Told of each change of place while the call waits in line for its key; null when the wait is over.</summary>
    public Action<LinePlace?>? Queued { get; init; }

    /// <summary>Told what each attempt used, before it is booked.</summary>
    public Action<GeminiUsage, LedgerSource>? Settled { get; init; }

    /// <summary>
    /// Takes what the last attempt used, to be booked together with its turn, and gives back what the call held; null books and gives back at once.
    /// </summary>
    public Action<Booking>? Book { get; init; }

    /// <summary>Told which key an attempt goes out with.</summary>
    public Action<string?>? KeyChosen { get; init; }
}

/// <summary>What one attempt used, not yet in the ledger.</summary>
/// <param name="Attempt">The attempt that ended.</param>
/// <param name="Model">Whose prices count.</param>
/// <param name="Usage">Google's count, or our estimate.</param>
/// <param name="Source">Which of the two.</param>
/// <param name="Failure">The kind of failure; null for an answer.</param>
public sealed record Booking(Attempt Attempt, ModelInfo Model, GeminiUsage Usage, LedgerSource Source, string? Failure);
