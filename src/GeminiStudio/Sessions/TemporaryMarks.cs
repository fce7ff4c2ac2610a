using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Which sessions are temporary, from before their first turn, and what is deleted when they go.</summary>
public sealed class TemporaryMarks(IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time)
{
    /// <summary>How long a temporary chat may stay, even with its page open.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The kind of draft that marks a session to be; a text of that kind is never taken from a browser.</summary>
    private const string Kind = "temporary";

    /// <summary>Marks a session that has no turn yet, or takes the mark away.</summary>
    /// <returns>False when the session is there already: it stays what it is.</returns>
    public Task<bool> MarkAsync(Guid ownerId, Guid sessionId, bool isTemporary, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (await db.Sessions.AnyAsync(s => s.Id == sessionId, token))
            {
                return false;
            }

            await db.Drafts.Where(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == Kind).ExecuteDeleteAsync(token);
            if (isTemporary)
            {
                db.Drafts.Add(new Draft { OwnerId = ownerId, SessionId = sessionId, Kind = Kind, Revision = 1, Text = "", UpdatedAt = Now });
                await db.SaveChangesAsync(token);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Whether the session, or the one to be, is temporary.</summary>
    public async Task<bool> IsMarkedAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await IsMarkedAsync(db, ownerId, sessionId, cancellationToken);
    }

    /// <summary>Temporary chats that have been there for too long.</summary>
    public async Task<IReadOnlyList<(Guid OwnerId, Guid SessionId)>> ExpiredAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var before = Now - Longest;
        var sessions = await db.Sessions.Where(s => s.IsTemporary && s.CreatedAt <= before).Select(s => new { s.OwnerId, SessionId = s.Id }).ToListAsync(cancellationToken);
        var marks = await db.Drafts.Where(d => d.Kind == Kind && d.UpdatedAt <= before).Select(d => new { d.OwnerId, d.SessionId }).ToListAsync(cancellationToken);
        return [.. sessions.Concat(marks).Distinct().Select(s => (s.OwnerId, s.SessionId))];
    }

    /// <summary>Deletes a temporary chat for good: its turns, texts and drafts. Only what was used stays, in the ledger.</summary>
    public Task<bool> PurgeAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (!await IsMarkedAsync(db, ownerId, sessionId, token))
            {
                return false;
            }

            await db.Segments.Where(s => db.Turns.Any(t => t.Id == s.TurnId && t.SessionId == sessionId)).ExecuteDeleteAsync(token);
            await db.Turns.Where(t => t.SessionId == sessionId && t.OwnerId == ownerId).ExecuteDeleteAsync(token);
            await db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId).ExecuteDeleteAsync(token);
            await db.Drafts.Where(d => d.SessionId == sessionId && d.OwnerId == ownerId).ExecuteDeleteAsync(token);
            return true;
        },
        cancellationToken);

    /// <inheritdoc cref="IsMarkedAsync(Guid,Guid,CancellationToken)"/>
    internal static async Task<bool> IsMarkedAsync(StudioDb db, Guid ownerId, Guid sessionId, CancellationToken cancellationToken) =>
        await db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId).Select(s => (bool?)s.IsTemporary).SingleOrDefaultAsync(cancellationToken)
        ?? await db.Drafts.AnyAsync(d => d.OwnerId == ownerId && d.SessionId == sessionId && d.Kind == Kind, cancellationToken);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
