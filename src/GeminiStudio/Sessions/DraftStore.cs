using GeminiStudio.Data;
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

    public static bool IsText(string kind) => kind is Composer or System;

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

    /// <summary>Empties the composer's draft when it still is the one that was used.</summary>
    public Task<int> ConsumeAsync(Guid ownerId, Guid sessionId, long revision, CancellationToken cancellationToken) =>
        writes.WriteAsync((db, token) => ConsumeAsync(db, ownerId, sessionId, revision, token), cancellationToken);

    /// <summary>Empties the composer's draft inside the transaction that made a turn of it; a text typed since stays.</summary>
    internal Task<int> ConsumeAsync(StudioDb db, Guid ownerId, Guid sessionId, long revision, CancellationToken cancellationToken) =>
        db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == Composer && d.Revision == revision)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Text, "").SetProperty(d => d.UpdatedAt, Now), cancellationToken);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
