using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Usage;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>A person's sessions: listed, opened, renamed, deleted and brought back.</summary>
public sealed class SessionStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, UsageReport usage, TimeProvider time)
{
    /// <summary>Turns that are loaded when a session opens.</summary>
    public const int PageOfTurns = 40;

    /// <summary>Turns that are added when somebody scrolls up: few, so that the page never halts for them.</summary>
    public const int EarlierPageOfTurns = 20;

    /// <summary>Sessions that the history lists at first, and adds on request.</summary>
    public const int PageOfSessions = 40;

    /// <summary>Pinned ones first, then the newest; a search looks in titles, case aside.</summary>
    /// <param name="ownerId">Whose.</param>
    /// <param name="search">Part of a title; empty for all.</param>
    /// <param name="archived">The archived ones instead of the others.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<SessionSummary>> ListAsync(Guid ownerId, string? search, bool archived, int count, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sessions = db.Sessions.Where(s => s.OwnerId == ownerId && s.DeletedAt == null && !s.IsTemporary && (s.ArchivedAt != null) == archived);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var folded = search.Trim().ToLowerInvariant();
            sessions = sessions.Where(s => s.TitleFolded.Contains(folded));
        }

        return await sessions.OrderByDescending(s => s.PinnedAt != null).ThenByDescending(s => s.UpdatedAt).Take(count)
            .Select(s => new SessionSummary
            {
                Id = s.Id,
                Title = s.Title,
                UpdatedAt = s.UpdatedAt,
                IsRunning = db.Turns.Any(t => t.SessionId == s.Id && t.DeletedAt == null && (t.State == TurnState.Pending || t.State == TurnState.Streaming)),
                LastFailed = db.Turns.Any(t => t.Id == s.HeadTurnId && t.State == TurnState.Failed),
                IsPinned = s.PinnedAt != null,
                IsArchived = s.ArchivedAt != null,
            })
            .ToListAsync(cancellationToken);
    }

    /// <summary>Whether the session is there for this person.</summary>
    public async Task<bool> ExistsAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.AnyAsync(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null, cancellationToken);
    }

    /// <summary>Makes the session unless it is there.</summary>
    /// <exception cref="AccessDeniedException">The id is somebody else's.</exception>
    public Task EnsureAsync(
        Guid ownerId, Guid sessionId, string title, string systemInstruction, RunSettings settings, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sessionId, token) is { } there)
            {
                AccessRules.Demand(new Actor(ownerId, UserRole.Member), Verb.Write, ResourceKind.Session, there.OwnerId);
                return;
            }

            var now = time.GetUtcNow().UtcDateTime;
            db.Sessions.Add(new Session
            {
                Id = sessionId,
                OwnerId = ownerId,
                Title = title,
                TitleFolded = title.ToLowerInvariant(),
                SystemInstruction = systemInstruction,
                Settings = RunSettingsJson.Write(settings),
                CreatedAt = now,
                UpdatedAt = now,
                IsTemporary = await TemporaryMarks.IsMarkedAsync(db, ownerId, sessionId, token),
            });
            await db.SaveChangesAsync(token);
        },
        cancellationToken);

    /// <summary>The session's run settings.</summary>
    public async Task<RunSettings> SettingsAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return RunSettingsJson.Read(await db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId).Select(s => s.Settings).SingleAsync(cancellationToken));
    }

    /// <summary>Null when there is no such session for this person.</summary>
    /// <param name="ownerId">Whose it must be.</param>
    /// <param name="sessionId">Which.</param>
    /// <param name="turns">How many of the branch's last turns to load.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SessionView?> OpenAsync(Guid ownerId, Guid sessionId, int turns, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var session = await db.Sessions.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null, cancellationToken);
        if (session is null)
        {
            return null;
        }

        var tree = await TreeAsync(db, sessionId, cancellationToken);
        var path = tree.PathTo(session.HeadTurnId);
        var shown = path.TakeLast(turns).ToList();
        var rows = await db.Turns.AsNoTracking().Where(t => shown.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellationToken);
        var total = await usage.OfSessionAsync(ownerId, sessionId, cancellationToken);
        return new SessionView
        {
            Id = session.Id,
            Title = session.Title,
            Settings = RunSettingsJson.Read(session.Settings),
            SystemInstruction = session.SystemInstruction,
            UpdatedAt = session.UpdatedAt,
            Turns = [.. shown.Select(id => TurnReader.View(rows[id], tree.SiblingsOf(id)))],
            EarlierTurns = path.Count - shown.Count,
            IsTemporary = session.IsTemporary,
            OriginId = session.OriginId,
            OriginTitle = session.OriginId is { } origin
                ? await db.Sessions.Where(s => s.Id == origin && s.OwnerId == ownerId && s.DeletedAt == null).Select(s => s.Title).SingleOrDefaultAsync(cancellationToken)
                : null,
            IsPinned = session.PinnedAt is not null,
            IsArchived = session.ArchivedAt is not null,
            CreatedAt = session.CreatedAt,
            TotalTokens = total.Tokens,
            CostMicroUsd = total.CostMicroUsd,
            CostIsPartial = total.IsPartial,
        };
    }

    /// <summary>False when there is no such session for this person.</summary>
    public async Task<bool> RenameAsync(Guid ownerId, Guid sessionId, string title, CancellationToken cancellationToken) =>
        await writes.WriteAsync(
            (db, token) => db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Title, title).SetProperty(s => s.TitleFolded, title.ToLowerInvariant()), token),
            cancellationToken) == 1;

    /// <summary>False when there is no such session for this person.</summary>
    public async Task<bool> SaveSettingsAsync(Guid ownerId, Guid sessionId, RunSettings settings, CancellationToken cancellationToken)
    {
        var json = RunSettingsJson.Write(settings);
        return await writes.WriteAsync(
            (db, token) => db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Settings, json), token),
            cancellationToken) == 1;
    }

    /// <summary>Keeps the session at the head of the history, or lets it go.</summary>
    public async Task<bool> PinAsync(Guid ownerId, Guid sessionId, bool isPinned, CancellationToken cancellationToken)
    {
        var since = isPinned ? time.GetUtcNow().UtcDateTime : (DateTime?)null;
        return await writes.WriteAsync(
            (db, token) => db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.PinnedAt, since), token),
            cancellationToken) == 1;
    }

    /// <summary>Takes the session out of the history's way, or back; an archived one is not pinned.</summary>
    public async Task<bool> ArchiveAsync(Guid ownerId, Guid sessionId, bool isArchived, CancellationToken cancellationToken)
    {
        var since = isArchived ? time.GetUtcNow().UtcDateTime : (DateTime?)null;
        return await writes.WriteAsync(
            (db, token) => db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ArchivedAt, since).SetProperty(s => s.PinnedAt, (DateTime?)null), token),
            cancellationToken) == 1;
    }

    /// <summary>Hides the session; <see cref="RestoreAsync"/> brings it back.</summary>
    public async Task<bool> DeleteAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await writes.WriteAsync(
            (db, token) => db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.DeletedAt, now), token),
            cancellationToken) == 1;
    }

    public async Task<bool> RestoreAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken) =>
        await writes.WriteAsync(
            (db, token) => db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.DeletedAt, (DateTime?)null), token),
            cancellationToken) == 1;

    /// <summary>The shape of a session's turns that are not deleted.</summary>
    internal static async Task<TurnTree> TreeAsync(StudioDb db, Guid sessionId, CancellationToken cancellationToken) =>
        new(await db.Turns.AsNoTracking().Where(t => t.SessionId == sessionId && t.DeletedAt == null)
            .Select(t => new TurnNode(t.Id, t.ParentId, t.Sequence)).ToListAsync(cancellationToken));
}
