using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;

namespace GeminiStudio;

/// <summary>The product as one person may use it: every call adds who asks and checks access. Scoped to a circuit or a request.</summary>
/// <remarks>The other parts of this class hold sessions, drafts, keys and usage; this one holds the path of a prompt.</remarks>
public sealed partial class GeminiService(
    CurrentUser user,
    SessionStore sessions,
    TurnStore turns,
    TurnEditor editor,
    DraftStore drafts,
    PresetStore presets,
    VariableStore variables,
    RunAcceptance acceptance,
    RunRegistry runs,
    OwnerSignals signals,
    MessageQueue queue,
    QueueSender sender,
    TemporaryMarks marks,
    TemporaryChats temporary,
    UsageReport usage,
    PortalDay days,
    ModelCatalog models,
    TokenCounter tokens,
    KeyAdministration keys,
    FunctionDesk functions,
    FileDesk files,
    UrlFetch fetch,
    StudioOptions options,
    TimeProvider time)
{
    /// <summary>Sends the composer's draft: a user turn, a model turn, a run. The same turn id again changes nothing.</summary>
    /// <param name="sessionId">The session, or the id under which a new one begins.</param>
    /// <param name="turnId">The client's id of the user turn.</param>
    /// <param name="draftRevision">The revision of the draft that is meant.</param>
    /// <param name="settings">The run settings.</param>
    /// <param name="cancellationToken">Ends the wait; an accepted run goes on.</param>
    /// <returns>What was accepted, or why it was refused.</returns>
    public async Task<SendResult> SendAsync(Guid sessionId, Guid turnId, long draftRevision, RunSettings settings, CancellationToken cancellationToken)
    {
        var draft = await drafts.FindAsync(Me, sessionId, DraftStore.Composer, cancellationToken);
        if (await turns.FindAsync(Me, turnId, cancellationToken) is not null)
        {
            return new SendResult(turnId, []);
        }

        if (draft is null || draft.Revision < draftRevision)
        {
            return new SendResult(null, [new("text", "The text has not reached the server yet. It is kept in the box; run it again.")]);
        }

        // What a person clicked Run on is the text of their own tab, never one that another tab saved since.
        if (draft.Revision > draftRevision)
        {
            return new SendResult(null, [new("text", "The text was changed in another tab, so nothing was sent.")]);
        }

        var attached = await DraftFilesAsync(sessionId, cancellationToken);
        return TypedText.IsBlank(draft.Text) && attached.Count == 0
            ? new SendResult(null, [new("text", "Nothing is there to send: write something, or run again if another tab has just sent it.")])
            : await AcceptAsync(await NewRunAsync(sessionId, turnId, settings, cancellationToken) with
            {
                Text = draft.Text,
                DraftRevision = draft.Revision,
                Files = await files.PartsAsync(Me, attached, cancellationToken),
                FileKeys = [.. attached.Select(a => a.Key)],
            }, cancellationToken);
    }

    /// <summary>Sends a short text of the studio's own, for example to go on after a cut.</summary>
    public async Task<SendResult> ContinueAsync(Guid sessionId, Guid turnId, RunSettings settings, CancellationToken cancellationToken) =>
        await AcceptAsync(
            await NewRunAsync(sessionId, turnId, settings, cancellationToken) with { Text = "Continue exactly where you stopped.", JoinsRunUnderWay = true }, cancellationToken);

    /// <summary>Answers the user turn behind this model turn again; the new answer stands beside the old one.</summary>
    public async Task<SendResult> RerunAsync(Guid modelTurnId, Guid newTurnId, RunSettings settings, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(modelTurnId, Verb.Run, cancellationToken);
        var answered = turn.Role == "user" ? turn.Id : turn.ParentId;
        if (answered is null || (turn.Role != "user" && (await turns.FindAsync(Me, answered.Value, cancellationToken))?.Role != "user"))
        {
            return new SendResult(null, [new("turn", "No message stands before this answer, so there is nothing to run again.")]);
        }

        return await AcceptAsync(await NewRunAsync(turn.SessionId, newTurnId, settings, cancellationToken) with { AnswerTo = answered, JoinsRunUnderWay = true }, cancellationToken);
    }

    /// <summary>Stops the run of this turn; what came so far is kept. Harmless when it is over.</summary>
    public void Stop(Guid turnId) => Watch(turnId)?.Stop();

    /// <summary>The run of this turn, to subscribe to; null when it is over or not this person's.</summary>
    public Run? Watch(Guid turnId) =>
        runs.Find(turnId) is { } run && AccessRules.Decide(user.Actor, Verb.Read, ResourceKind.Session, run.OwnerId) ? run : null;

    private Guid Me => user.Actor.UserId;

    private async Task<NewRun> NewRunAsync(Guid sessionId, Guid turnId, RunSettings settings, CancellationToken cancellationToken) => new()
    {
        OwnerId = Me,
        SessionId = sessionId,
        TurnId = turnId,
        Settings = settings,
        Model = models.Find(settings.Model),
        SystemInstruction = (await drafts.FindAsync(Me, sessionId, DraftStore.System, cancellationToken))?.Text ?? "",
    };

    private async Task<SendResult> AcceptAsync(NewRun run, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Run, ResourceKind.Session, Me);
        (run, var unset) = await FillAsync(run, cancellationToken);
        List<FieldViolation> problems =
        [
            .. SettingsCheck.Find(run.Model, run.Settings), .. MediaCheck.Find(run.Model, run.Files), .. unset, .. await GoneAsync(run, cancellationToken),
        ];
        if (DraftStore.TooLarge(DraftStore.System, run.SystemInstruction) is { } tooLarge)
        {
            problems.Add(new("systemInstruction", tooLarge));
        }

        if (problems.Count > 0)
        {
            return new SendResult(null, problems);
        }

        try
        {
            var accepted = await acceptance.AcceptAsync(run, cancellationToken);
            if (accepted.IsNew)
            {
                FailPoints.Pass(FailPoints.Accepted);
                await runs.StartAsync(Me, accepted.ModelTurnId, isReserved: true, CancellationToken.None); // accepted is acknowledged
            }

            return new SendResult(run.TurnId, []);
        }
        catch (BudgetExceededException e)
        {
            return new SendResult(null, [new("budget", e.Message)]);
        }
        catch (StorageException e)
        {
            return new SendResult(null, [new("storage", e.Message)]);
        }
    }

    private async Task<Turn> TurnAsync(Guid turnId, Verb verb, CancellationToken cancellationToken)
    {
        var turn = await turns.FindAsync(Me, turnId, cancellationToken);
        AccessRules.Demand(user.Actor, verb, ResourceKind.Session, turn?.OwnerId);
        return turn!;
    }
}

/// <summary>What became of a Run click.</summary>
/// <param name="TurnId">The accepted turn; null when it was refused and nothing was stored.</param>
/// <param name="Problems">Why it was refused, field by field.</param>
public sealed record SendResult(Guid? TurnId, IReadOnlyList<FieldViolation> Problems);
