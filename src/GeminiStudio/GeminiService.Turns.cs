using GeminiStudio.Access;
using GeminiStudio.Files;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>What a person changes in a conversation.</content>
public sealed partial class GeminiService
{
    /// <summary>Changes the words of a turn: the changed one stands beside the old one, with copies of what followed.</summary>
    /// <param name="turnId">The turn to change.</param>
    /// <param name="newTurnId">The client's id of the changed turn.</param>
    /// <param name="texts">New texts of its visible text parts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> EditTurnAsync(Guid turnId, Guid newTurnId, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Write, cancellationToken);
        if (texts.All(string.IsNullOrWhiteSpace))
        {
            return "Write something first.";
        }

        if (await editor.ReplaceAsync(Me, turn.Id, newTurnId, texts, keepsFollowing: true, cancellationToken) is not { } sessionId)
        {
            return "An answer is under way. Stop it, or wait for its end.";
        }

        signals.Raise(Me, sessionId);
        return null;
    }

    /// <summary>Changes a user turn and has it answered anew; the old answer stays behind the old words.</summary>
    public async Task<SendResult> EditAndRunAsync(Guid turnId, Guid newTurnId, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Run, cancellationToken);
        var settings = await sessions.SettingsAsync(Me, turn.SessionId, cancellationToken);
        if (texts.All(string.IsNullOrWhiteSpace))
        {
            return new SendResult(null, [new("text", "Write something first.")]);
        }

        if (await editor.ReplaceAsync(Me, turn.Id, newTurnId, texts, keepsFollowing: false, cancellationToken) is null)
        {
            return new SendResult(null, [new("text", "An answer is under way. Stop it, or wait for its end.")]);
        }

        return await RerunAsync(newTurnId, Guid.NewGuid(), settings, cancellationToken);
    }

    /// <summary>The words of a turn that can be edited, one for each visible text part; null when there is none for this person.</summary>
    public async Task<IReadOnlyList<string>?> TurnTextsAsync(Guid turnId, CancellationToken cancellationToken) =>
        await turns.FindAsync(Me, turnId, cancellationToken) is { } turn ? PartsJson.Texts(turn.Parts) : null;

    /// <summary>The shown branch to be copied; null when there is no such session for this person.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="format">text, markdown, or json for Google's contents.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<string?> SessionTextAsync(Guid sessionId, string format, CancellationToken cancellationToken) =>
        await sessions.OpenAsync(Me, sessionId, int.MaxValue, cancellationToken) is { } session
            ? SessionText.Write(session, await DescribedAsync(await turns.HistoryAsync(sessionId, session.Turns.LastOrDefault()?.Id, cancellationToken), cancellationToken), format)
            : null;

    /// <summary>Adds the composer's draft as a turn without running it: a user's words, or an example of an answer.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> AddTurnAsync(
        Guid sessionId, Guid turnId, long draftRevision, string role, RunSettings settings, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Session, Me);
        var draft = await drafts.FindAsync(Me, sessionId, DraftStore.Composer, cancellationToken);
        if (draft is null || draft.Revision < draftRevision || (string.IsNullOrWhiteSpace(draft.Text) && (await DraftFilesAsync(sessionId, cancellationToken)).Count == 0))
        {
            return draft is null || draft.Revision < draftRevision ? "The text has not reached the server yet. It is kept in the box; try again." : "Write something first.";
        }

        var attached = await DraftFilesAsync(sessionId, cancellationToken);
        var system = (await drafts.FindAsync(Me, sessionId, DraftStore.System, cancellationToken))?.Text ?? "";
        await sessions.EnsureAsync(Me, sessionId, SessionTitle.From(draft.Text), system, settings, cancellationToken);
        var parts = PartsJson.OfMessage(
            role == "user" ? [.. await files.PartsAsync(Me, attached, cancellationToken), .. await VariablePartsAsync(sessionId, draft.Text, "", cancellationToken)] : [], await FilledAsync(sessionId, draft.Text, cancellationToken));
        if (!await editor.AddAsync(Me, sessionId, turnId, role, parts, cancellationToken))
        {
            return "An answer is under way. Stop it, or wait for its end.";
        }

        await drafts.ConsumeAsync(Me, sessionId, draft.Revision, cancellationToken);
        if (role == "user")
        {
            await drafts.ChangeAsync(Me, sessionId, DraftStore.Files, text => Attachment.WriteAll([.. Attachment.ReadAll(text).Where(a => attached.All(b => b.Key != a.Key))]), cancellationToken);
        }

        signals.Raise(Me, sessionId);
        return null;
    }

    /// <summary>Shows the turns of the branch in another order, or fewer of them, as a branch of its own.</summary>
    /// <returns>False when it could not be done now.</returns>
    public async Task<bool> ReorderTurnsAsync(Guid sessionId, IReadOnlyList<Guid> order, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Session, Me);
        var done = await editor.ReorderAsync(Me, sessionId, order, cancellationToken);
        signals.Raise(Me, sessionId);
        return done;
    }

    /// <summary>Copies the branch that ends with this turn, or all branches, into a new session.</summary>
    public async Task<bool> BranchSessionAsync(Guid turnId, Guid newSessionId, bool allBranches, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Write, cancellationToken);
        if (!await editor.BranchAsync(Me, turn.Id, newSessionId, allBranches, cancellationToken))
        {
            return false;
        }

        if (await drafts.FindAsync(Me, turn.SessionId, DraftStore.System, cancellationToken) is { } system)
        {
            await drafts.SaveAsync(Me, newSessionId, DraftStore.System, system.Revision, system.Text, cancellationToken);
        }

        signals.Raise(Me, newSessionId);
        return true;
    }

    /// <summary>Keeps a session at the head of the history, or lets it go.</summary>
    public async Task PinSessionAsync(Guid sessionId, bool isPinned, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Session, Me);
        await sessions.PinAsync(Me, sessionId, isPinned, cancellationToken);
        signals.Raise(Me, sessionId);
    }

    /// <summary>Takes a session out of the history's way, or back.</summary>
    public async Task ArchiveSessionAsync(Guid sessionId, bool isArchived, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Session, Me);
        await sessions.ArchiveAsync(Me, sessionId, isArchived, cancellationToken);
        signals.Raise(Me, sessionId);
    }

    /// <summary>The shape of all branches of a session, for a map of it.</summary>
    public Task<IReadOnlyList<BranchNode>> MapAsync(Guid sessionId, CancellationToken cancellationToken) => turns.MapAsync(Me, sessionId, cancellationToken);
}
