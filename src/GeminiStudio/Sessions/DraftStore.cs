using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Files;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Unsent text, kept per person and session so that a lost tab loses nothing.</summary>
public sealed class DraftStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time)
{
    /// <summary>Largest text of one field, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>What the composer holds.</summary>
    public const string Composer = "composer";

    /// <summary>The system instruction.</summary>
    public const string System = "system";

    /// <summary>Run settings of a session that has no turn yet.</summary>
    public const string Settings = "settings";

    /// <summary>What goes along with the next message; a list of attachments.</summary>
    public const string Files = "files";

    /// <summary>Largest system instruction, in bytes of UTF-8.</summary>
    public const int MaxSystemBytes = 256 * 1024;

    /// <summary>Largest revision: browsers count in doubles, which are exact up to here.</summary>
    public const long MaxRevision = (1L << 53) - 1;

    public static bool IsText(string kind) => kind is Composer or System;

    /// <summary>Bytes of UTF-8 that a text of this kind may have.</summary>
    public static int LimitOf(string kind) => kind == System ? MaxSystemBytes : MaxBytes;

    /// <summary>Both sizes in words; null when the text is not too large.</summary>
    public static string? TooLarge(string kind, string text) =>
        Encoding.UTF8.GetByteCount(text) is var bytes && bytes > LimitOf(kind) ? TooLarge(kind, bytes) : null;

    /// <inheritdoc cref="TooLarge(string,string)"/>
    public static string TooLarge(string kind, long? bytes) =>
        $"{(kind == System ? "System instructions" : "A text")} may have {Size(LimitOf(kind))}{(bytes is { } n ? $"; {(kind == System ? "these have" : "this one has")} {Size(n)}" : "")}. Nothing was cut or sent.";

    // Rounded up, so that what is one byte too much does not read like the limit.
    private static string Size(long bytes) => bytes % (1024 * 1024) == 0
        ? $"{bytes / 1024 / 1024} MB"
        : bytes > 1024 * 1024 ? $"{Math.Ceiling(bytes / 10485.76) / 100:0.00} MB" : $"{(bytes + 1023) / 1024} KB";

    /// <summary>Null when nothing is kept.</summary>
    public async Task<Draft?> FindAsync(Guid ownerId, Guid sessionId, string kind, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Drafts.AsNoTracking()
            .SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == kind, cancellationToken);
    }

    /// <summary>Keeps the text unless a newer revision is there; returns the revision that is kept now.</summary>
    public Task<long> SaveAsync(Guid ownerId, Guid sessionId, string kind, long revision, string text, CancellationToken cancellationToken) =>
        writes.WriteAsync((db, token) => SaveAsync(db, ownerId, sessionId, kind, revision, text, token), cancellationToken);

    /// <inheritdoc cref="SaveAsync(Guid,Guid,string,long,string,CancellationToken)"/>
    internal async Task<long> SaveAsync(
        StudioDb db, Guid ownerId, Guid sessionId, string kind, long revision, string text, CancellationToken cancellationToken)
    {
        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == kind, cancellationToken);
        if (draft is null)
        {
            draft = new Draft { OwnerId = ownerId, SessionId = sessionId, Kind = kind, Revision = revision, Text = text, UpdatedAt = Now };
            db.Drafts.Add(draft);
        }
        else if (draft.Revision < revision)
        {
            (draft.Revision, draft.Text, draft.UpdatedAt) = (revision, text, Now);
        }

        await db.SaveChangesAsync(cancellationToken);
        return draft.Revision;
    }

    /// <summary>Keeps the text if the draft is still what its writer saw last; another writer's text is never overwritten unseen.</summary>
    /// <param name="baseRevision">The revision that the writer saw last; 0 when there was none.</param>
    public Task<DraftChange> ReplaceAsync(
        Guid ownerId, Guid sessionId, string kind, long baseRevision, long revision, string text, CancellationToken cancellationToken) =>
        writes.WriteAsync(
            async (db, token) =>
            {
                var draft = await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == kind, token);
                if (draft is null)
                {
                    return new DraftChange(await SaveAsync(db, ownerId, sessionId, kind, revision, text, token), IsKept: true);
                }

                if (draft.Text != text)
                {
                    if (draft.Revision != baseRevision && draft.Text.Length > 0)
                    {
                        return new DraftChange(draft.Revision, IsKept: false);
                    }

                    (draft.Revision, draft.Text, draft.UpdatedAt) = (Math.Min(MaxRevision, Math.Max(revision, draft.Revision + 1)), text, Now);
                    await db.SaveChangesAsync(token);
                }

                return new DraftChange(draft.Revision, IsKept: true);
            },
            cancellationToken);

    /// <summary>Changes what is kept by what it was, in one transaction: two tabs that add something both keep theirs.</summary>
    public Task ChangeAsync(Guid ownerId, Guid sessionId, string kind, Func<string, string> change, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var kept = await db.Drafts.AsNoTracking().SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == kind, token);
            await SaveAsync(db, ownerId, sessionId, kind, (kept?.Revision ?? 0) + 1, change(kept?.Text ?? ""), token);
        },
        cancellationToken);

    /// <summary>Empties the composer's draft when it still is the one that was used.</summary>
    public Task<int> ConsumeAsync(Guid ownerId, Guid sessionId, long revision, CancellationToken cancellationToken) =>
        writes.WriteAsync((db, token) => ConsumeAsync(db, ownerId, sessionId, revision, token), cancellationToken);

    /// <summary>Empties the composer's draft inside the transaction that made a turn of it; a text typed since stays.</summary>
    internal Task<int> ConsumeAsync(StudioDb db, Guid ownerId, Guid sessionId, long revision, CancellationToken cancellationToken) =>
        db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == Composer && d.Revision == revision)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Text, "").SetProperty(d => d.UpdatedAt, Now), cancellationToken);

    /// <summary>Takes these attachments out of the draft, because a turn has them now; one that was added since stays.</summary>
    internal async Task ConsumeFilesAsync(StudioDb db, Guid ownerId, Guid sessionId, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0 && await db.Drafts.SingleOrDefaultAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == Files, cancellationToken) is { } draft)
        {
            draft.Text = Attachment.WriteAll([.. Attachment.ReadAll(draft.Text).Where(a => !keys.Contains(a.Key))]);
            (draft.Revision, draft.UpdatedAt) = (draft.Revision + 1, Now);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}

/// <summary>What became of a text that was to replace another.</summary>
/// <param name="Revision">The revision that is kept now.</param>
/// <param name="IsKept">False when somebody else changed the draft since; then theirs is kept.</param>
public sealed record DraftChange(long Revision, bool IsKept);
