using GeminiStudio.Data;
using GeminiStudio.Files;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Messages that wait for the end of the answer under way, in the order in which they were sent.</summary>
/// <remarks>Each is a draft of its own, so that a reload, a second device and a restart find them; nothing of it is sent twice, as its id is the turn's.</remarks>
public sealed class MessageQueue(IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time)
{
    /// <summary>Messages that may wait in one session.</summary>
    public const int MaxMessages = 20;

    /// <summary>Characters of a waiting message that a screen shows.</summary>
    public const int ShownLength = 200;

    private const string Prefix = "queue-";

    internal const string FilesPrefix = "queuefiles-";

    /// <summary>Under which kind of draft a message waits.</summary>
    internal static string KindOf(Guid turnId) => $"{Prefix}{turnId:N}";

    private static string FilesKindOf(Guid turnId) => $"{FilesPrefix}{turnId:N}";

    /// <summary>The waiting messages, first to go first.</summary>
    public async Task<IReadOnlyList<QueuedMessage>> ListAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await Of(db, ownerId, sessionId).OrderBy(d => d.Revision)
            .Select(d => new { d.Kind, Words = d.Text.Substring(0, ShownLength), d.Text.Length }).ToListAsync(cancellationToken);
        var files = await db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind.StartsWith(FilesPrefix))
            .ToDictionaryAsync(d => d.Kind, d => d.Text, cancellationToken);
        return [.. rows.Select(r => new QueuedMessage(IdOf(r.Kind), r.Words, r.Length, Attachment.ReadAll(files.GetValueOrDefault(FilesKindOf(IdOf(r.Kind)))).Count))];
    }

    /// <summary>The first waiting message in full; null when none waits.</summary>
    public async Task<TakenMessage?> NextAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Of(db, ownerId, sessionId).AsNoTracking().OrderBy(d => d.Revision).FirstOrDefaultAsync(cancellationToken) is { } next
            ? new TakenMessage(sessionId, IdOf(next.Kind), next.Text, next.Revision) { Files = await FilesAsync(db, ownerId, sessionId, IdOf(next.Kind), cancellationToken) }
            : null;
    }

    /// <summary>Makes a waiting message of the composer's draft, which is empty then. The same turn id again changes nothing.</summary>
    /// <returns>Why not; null when it waits.</returns>
    public Task<string?> AddAsync(Guid ownerId, Guid sessionId, Guid turnId, long draftRevision, CancellationToken cancellationToken) => writes.WriteAsync<string?>(
        async (db, token) =>
        {
            if (await db.Drafts.AnyAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == KindOf(turnId), token))
            {
                return null;
            }

            var draft = await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == DraftStore.Composer, token);
            if (draft is null || draft.Revision != draftRevision || TypedText.IsBlank(draft.Text))
            {
                return draft?.Revision > draftRevision
                    ? "The text was changed in another tab, so nothing was sent."
                    : "The text has not reached the server yet. It is kept in the box; send it again.";
            }

            if (await Of(db, ownerId, sessionId).CountAsync(token) >= MaxMessages)
            {
                return $"{MaxMessages} messages wait already. Delete one, or wait for the answer.";
            }

            db.Drafts.Add(Row(ownerId, sessionId, turnId, draft.Text, (await Of(db, ownerId, sessionId).MaxAsync(d => (long?)d.Revision, token) ?? 0) + 1));
            draft.Text = "";
            draft.UpdatedAt = Now;
            if (await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == DraftStore.Files, token) is { Text.Length: > 0 } files)
            {
                db.Drafts.Add(FilesRow(ownerId, sessionId, turnId, files.Text));
                (files.Text, files.Revision, files.UpdatedAt) = ("", files.Revision + 1, Now);
            }

            await db.SaveChangesAsync(token);
            return null;
        },
        cancellationToken);

    /// <summary>Lets a message go before all others; false when it does not wait any more.</summary>
    public Task<bool> ToFrontAsync(Guid ownerId, Guid sessionId, Guid turnId, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var first = await Of(db, ownerId, sessionId).MinAsync(d => (long?)d.Revision, token) ?? 0;
            return await Of(db, ownerId, sessionId).Where(d => d.Kind == KindOf(turnId))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Revision, first - 1), token) == 1;
        },
        cancellationToken);

    /// <summary>Takes a message out; null when it does not wait any more.</summary>
    public Task<TakenMessage?> RemoveAsync(Guid ownerId, Guid sessionId, Guid turnId, CancellationToken cancellationToken) => writes.WriteAsync<TakenMessage?>(
        async (db, token) =>
        {
            var row = await Of(db, ownerId, sessionId).AsNoTracking().SingleOrDefaultAsync(d => d.Kind == KindOf(turnId), token);
            var files = await FilesAsync(db, ownerId, sessionId, turnId, token);
            await ConsumeAsync(db, ownerId, sessionId, turnId, token);
            await FileStore.TouchAsync(db, ownerId, [.. Attachment.ReadAll(files).Select(a => a.Hash).OfType<string>()], Now, token); // it may be put back
            return row is null ? null : new TakenMessage(sessionId, turnId, row.Text, row.Revision) { Files = files };
        },
        cancellationToken);

    /// <summary>Puts a message back where it waited.</summary>
    public Task RestoreAsync(Guid ownerId, TakenMessage taken, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (!await Of(db, ownerId, taken.SessionId).AnyAsync(d => d.Kind == KindOf(taken.TurnId), token))
            {
                db.Drafts.Add(Row(ownerId, taken.SessionId, taken.TurnId, taken.Text, taken.Place));
                if (taken.Files.Length > 0)
                {
                    db.Drafts.Add(FilesRow(ownerId, taken.SessionId, taken.TurnId, taken.Files));
                }

                await db.SaveChangesAsync(token);
            }
        },
        cancellationToken);

    /// <summary>Takes a message back into the composer, above what stands there; false when it does not wait any more, or both are too long together.</summary>
    public Task<bool> TakeBackAsync(Guid ownerId, Guid sessionId, Guid turnId, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var row = await Of(db, ownerId, sessionId).AsNoTracking().SingleOrDefaultAsync(d => d.Kind == KindOf(turnId), token);
            var draft = await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == DraftStore.Composer, token);
            if (row is null || draft is null)
            {
                return false;
            }

            var text = draft.Text.Length == 0 ? row.Text : $"{row.Text}\n\n{draft.Text}";
            if (DraftStore.TooLarge(DraftStore.Composer, text) is not null)
            {
                return false;
            }

            (draft.Text, draft.Revision, draft.UpdatedAt) = (text, draft.Revision + 1, Now);
            await db.SaveChangesAsync(token);
            await PutFilesBackAsync(db, ownerId, sessionId, await FilesAsync(db, ownerId, sessionId, turnId, token), token);
            return await ConsumeAsync(db, ownerId, sessionId, turnId, token);
        },
        cancellationToken);

    /// <summary>Takes the message out inside the transaction that makes a turn of it; false when somebody was faster.</summary>
    internal static async Task<bool> ConsumeAsync(StudioDb db, Guid ownerId, Guid sessionId, Guid turnId, CancellationToken cancellationToken)
    {
        await db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == FilesKindOf(turnId)).ExecuteDeleteAsync(cancellationToken);
        return await Of(db, ownerId, sessionId).Where(d => d.Kind == KindOf(turnId)).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private async Task PutFilesBackAsync(StudioDb db, Guid ownerId, Guid sessionId, string files, CancellationToken cancellationToken)
    {
        if (files.Length > 0 && await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == DraftStore.Files, cancellationToken) is { } draft)
        {
            var back = Attachment.ReadAll(files);
            draft.Text = Attachment.WriteAll([.. back, .. Attachment.ReadAll(draft.Text).Where(a => back.All(b => b.Key != a.Key))]);
            (draft.Revision, draft.UpdatedAt) = (draft.Revision + 1, Now);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static async Task<string> FilesAsync(StudioDb db, Guid ownerId, Guid sessionId, Guid turnId, CancellationToken cancellationToken) =>
        await db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == FilesKindOf(turnId)).Select(d => d.Text).SingleOrDefaultAsync(cancellationToken) ?? "";

    private static IQueryable<Draft> Of(StudioDb db, Guid ownerId, Guid sessionId) =>
        db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind.StartsWith(Prefix));

    private static Guid IdOf(string kind) => Guid.ParseExact(kind[Prefix.Length..], "N");

    private Draft Row(Guid ownerId, Guid sessionId, Guid turnId, string text, long place) =>
        new() { OwnerId = ownerId, SessionId = sessionId, Kind = KindOf(turnId), Revision = place, Text = text, UpdatedAt = Now };

    private Draft FilesRow(Guid ownerId, Guid sessionId, Guid turnId, string files) =>
        new() { OwnerId = ownerId, SessionId = sessionId, Kind = FilesKindOf(turnId), Revision = 1, Text = files, UpdatedAt = Now };

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}

/// <summary>A message that waits, as a screen lists it.</summary>
/// <param name="TurnId">The id of the user turn that it becomes.</param>
/// <param name="Words">Its beginning.</param>
/// <param name="Length">Characters of the whole.</param>
/// <param name="Files">How many attachments go along.</param>
public sealed record QueuedMessage(Guid TurnId, string Words, int Length, int Files = 0);

/// <summary>A message in full, as it is sent or put back.</summary>
public sealed record TakenMessage(Guid SessionId, Guid TurnId, string Text, long Place)
{
    /// <summary>Its attachments as the draft kept them; empty when there are none.</summary>
    public string Files { get; init; } = "";
}
