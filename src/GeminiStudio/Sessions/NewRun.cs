using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>What is accepted in one transaction before a run starts.</summary>
public sealed record NewRun
{
    public required Guid OwnerId { get; init; }

    public required Guid SessionId { get; init; }

    /// <summary>The client's id: of the user turn when there is a text or there are responses, else of the model turn.</summary>
    public required Guid TurnId { get; init; }

    /// <summary>The user's message; null to answer calls, or an existing user turn again.</summary>
    public string? Text { get; init; }

    /// <summary>Parts of a user turn that answers function calls, as a JSON array; null for any other run.</summary>
    public string? Responses { get; init; }

    /// <summary>The model turn whose calls are answered; null when there are no responses.</summary>
    public Guid? CallsOf { get; init; }

    /// <summary>Whether nobody pressed a button: then it is dropped when the shown branch has gone on elsewhere.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Parts that stand before the text: what goes along with the message.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The attachments that these parts were, taken out of the draft together.</summary>
    public IReadOnlyList<string> FileKeys { get; init; } = [];

    /// <summary>The user turn to answer again; null when there is a text.</summary>
    public Guid? AnswerTo { get; init; }

    /// <summary>
    /// Whether an answer that is under way in the session counts as this one: a button pressed in two tabs at once has one effect.
    /// A typed message is never taken for another.
    /// </summary>
    public bool JoinsRunUnderWay { get; init; }

    /// <summary>Whether the text waited in the session's queue under the turn's id; it leaves the queue together.</summary>
    public bool IsQueued { get; init; }

    public required RunSettings Settings { get; init; }

    /// <summary>Whether the session keeps the settings and the instruction that it has, as when an old request is sent again.</summary>
    public bool LeavesSession { get; init; }

    public required ModelInfo Model { get; init; }

    /// <summary>As it is sent, with its variables filled in.</summary>
    public required string SystemInstruction { get; init; }

    /// <summary>As the session keeps it, with its variables; null when it has none.</summary>
    public string? SystemTemplate { get; init; }

    /// <summary>Values for the variables of a session that begins now, as JSON.</summary>
    public string Variables { get; init; } = "{}";

    /// <summary>The draft that the text came from, emptied together; null for none.</summary>
    public long? DraftRevision { get; init; }
}

/// <summary>What the transaction made, or found when the same turn id came again.</summary>
/// <param name="ModelTurnId">The turn that the run fills.</param>
/// <param name="IsNew">False when this was a repetition; then nothing is started.</param>
public sealed record AcceptedRun(Guid ModelTurnId, bool IsNew);
