using GeminiStudio.Access;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Messages that wait for an answer's end, and temporary chats.</content>
public sealed partial class GeminiService
{
    /// <summary>The messages that wait in a session, first to go first.</summary>
    public Task<IReadOnlyList<QueuedMessage>> QueueAsync(Guid sessionId, CancellationToken cancellationToken) => queue.ListAsync(Me, sessionId, cancellationToken);

    /// <summary>Lets the composer's draft wait for the end of the answer under way; it goes at once when there is none any more.</summary>
    /// <returns>Why not; null when it waits or runs.</returns>
    public async Task<string?> EnqueueAsync(Guid sessionId, Guid turnId, long draftRevision, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Run, ResourceKind.Session, Me);
        if (!await sessions.ExistsAsync(Me, sessionId, cancellationToken))
        {
            return "This chat is not there any more.";
        }

        var draft = await drafts.FindAsync(Me, sessionId, DraftStore.Composer, cancellationToken);
        var (_, unset) = await FillAsync(
            await NewRunAsync(sessionId, turnId, await sessions.SettingsAsync(Me, sessionId, cancellationToken), cancellationToken) with { Text = draft?.Text }, cancellationToken);
        if (unset.Count > 0)
        {
            return string.Join(' ', unset.Select(p => p.Description)); // told while the text is still in the box
        }

        if (await queue.AddAsync(Me, sessionId, turnId, draftRevision, cancellationToken) is { } problem)
        {
            return problem;
        }

        if (!runs.Active.Any(r => r.SessionId == sessionId))
        {
            await sender.SendNextAsync(Me, sessionId, cancellationToken); // the answer ended while the message was on its way
        }

        signals.Raise(Me, sessionId);
        return null;
    }

    /// <summary>Stops the answer under way and sends this message before all others.</summary>
    /// <returns>Why it goes on waiting; empty when it runs, or was sent by then.</returns>
    public async Task<SendResult> SendQueuedNowAsync(Guid sessionId, Guid turnId, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Run, ResourceKind.Session, Me);
        if (!await queue.ToFrontAsync(Me, sessionId, turnId, cancellationToken))
        {
            return new SendResult(turnId, []);
        }

        foreach (var run in runs.Active.Where(r => r.SessionId == sessionId && r.OwnerId == Me))
        {
            run.Stop();
            await run.Completion.WaitAsync(cancellationToken);
        }

        var problems = await sender.SendNextAsync(Me, sessionId, cancellationToken);
        signals.Raise(Me, sessionId);
        return new SendResult(problems.Count == 0 ? turnId : null, problems);
    }

    /// <summary>Takes a waiting message back into the composer's draft; false when it was sent by then, or both texts are too long together.</summary>
    public async Task<bool> TakeBackQueuedAsync(Guid sessionId, Guid turnId, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Draft, Me);
        var taken = await queue.TakeBackAsync(Me, sessionId, turnId, cancellationToken);
        signals.Raise(Me, sessionId);
        return taken;
    }

    /// <summary>Deletes a waiting message; null when it was sent by then.</summary>
    public async Task<TakenMessage?> DeleteQueuedAsync(Guid sessionId, Guid turnId, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Delete, ResourceKind.Draft, Me);
        var taken = await queue.RemoveAsync(Me, sessionId, turnId, cancellationToken);
        signals.Raise(Me, sessionId);
        return taken;
    }

    public async Task RestoreQueuedAsync(TakenMessage taken, CancellationToken cancellationToken)
    {
        await queue.RestoreAsync(Me, taken, cancellationToken);
        signals.Raise(Me, taken.SessionId);
    }

    /// <summary>Makes a chat that has no turn yet temporary, or a usual one again; false when it has begun.</summary>
    public Task<bool> MarkTemporaryAsync(Guid sessionId, bool isTemporary, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Session, Me);
        return marks.MarkAsync(Me, sessionId, isTemporary, cancellationToken);
    }

    /// <summary>Whether the chat, or the one to be, is temporary.</summary>
    public Task<bool> IsTemporaryAsync(Guid sessionId, CancellationToken cancellationToken) => marks.IsMarkedAsync(Me, sessionId, cancellationToken);

    /// <summary>Says that a page shows a temporary chat; it is deleted soon after the last one was disposed.</summary>
    public IDisposable HoldTemporary(Guid sessionId) => temporary.Hold(Me, sessionId);
}
