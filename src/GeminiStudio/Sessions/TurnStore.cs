using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Turns after they were accepted: read for a request, shown, deleted, brought back.</summary>
public sealed class TurnStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, ModelCatalog models, TimeProvider time)
{
    /// <summary>Null when there is no such turn for this person.</summary>
    public async Task<Turn?> FindAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Turns.AsNoTracking()
            .SingleOrDefaultAsync(t => t.Id == turnId && t.OwnerId == ownerId && t.DeletedAt == null, cancellationToken);
    }

    /// <summary>The turn as a screen shows it; null when there is no such turn for this person.</summary>
    public async Task<TurnView?> ViewAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var turn = await db.Turns.AsNoTracking()
            .SingleOrDefaultAsync(t => t.Id == turnId && t.OwnerId == ownerId && t.DeletedAt == null, cancellationToken);
        return turn is null ? null : TurnReader.View(turn, (await SessionStore.TreeAsync(db, turn.SessionId, cancellationToken)).SiblingsOf(turnId));
    }

    /// <summary>The branch that ends with this turn, as a request carries it.</summary>
    public async Task<IReadOnlyList<HistoryTurn>> HistoryAsync(Guid sessionId, Guid? lastTurnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var path = (await SessionStore.TreeAsync(db, sessionId, cancellationToken)).PathTo(lastTurnId);
        var rows = await db.Turns.AsNoTracking().Where(t => path.Contains(t.Id))
            .Select(t => new { t.Id, t.Role, t.Parts, t.Settings }).ToDictionaryAsync(t => t.Id, cancellationToken);
        return
        [
            .. path.Select(id => rows[id]).Select(t => new HistoryTurn(
                t.Role, t.Parts, t.Settings is null ? null : models.Find(RunSettingsJson.Read(t.Settings).Model).ApiId)),
        ];
    }

    /// <summary>The turns of the branch that ends with this one and name files of ours, first to last.</summary>
    public async Task<IReadOnlyList<(Guid TurnId, string Parts)>> WithFilesAsync(Guid sessionId, Guid? lastTurnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var path = (await SessionStore.TreeAsync(db, sessionId, cancellationToken)).PathTo(lastTurnId);
        var rows = await db.Turns.AsNoTracking().Where(t => path.Contains(t.Id) && t.Parts.Contains("\"studio:")).OrderBy(t => t.Sequence)
            .Select(t => new { t.Id, t.Parts }).ToListAsync(cancellationToken);
        return [.. rows.Select(t => (t.Id, t.Parts))];
    }

    /// <summary>Every turn of a session with its place and a line of what it says; empty when it is not this person's.</summary>
    public async Task<IReadOnlyList<BranchNode>> MapAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Turns.AsNoTracking().Where(t => t.SessionId == sessionId && t.OwnerId == ownerId && t.DeletedAt == null).OrderBy(t => t.Sequence)
            .Select(t => new { t.Id, t.ParentId, t.Role, t.State, t.Settings, Parts = t.Parts.Substring(0, FirstWords.Read) }).ToListAsync(cancellationToken);
        return [.. rows.Select(t => new BranchNode(
            t.Id, t.ParentId, t.Role, t.State, t.Settings is null ? null : RunSettingsJson.Read(t.Settings).Model, FirstWords.Of(t.Parts)))];
    }

    /// <summary>The end of the branch that is shown now; null when there is none.</summary>
    public async Task<Guid?> HeadAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId).Select(s => s.HeadTurnId).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Shows the branch that goes through this turn; null when there is no such turn for this person.</summary>
    public Task<Guid?> ShowAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken) => writes.WriteAsync<Guid?>(
        async (db, token) =>
        {
            if (await SessionOfAsync(db, ownerId, turnId, token) is not { } sessionId)
            {
                return null;
            }

            var head = (await SessionStore.TreeAsync(db, sessionId, token)).LeafBelow(turnId);
            await db.Sessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.HeadTurnId, head), token);
            return sessionId;
        },
        cancellationToken);

    /// <summary>Hides the turn and what follows from it; null when there is no such turn for this person.</summary>
    public Task<DeletedTurns?> DeleteAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken) => writes.WriteAsync<DeletedTurns?>(
        async (db, token) =>
        {
            if (await SessionOfAsync(db, ownerId, turnId, token) is not { } sessionId)
            {
                return null;
            }

            var tree = await SessionStore.TreeAsync(db, sessionId, token);
            var gone = tree.Subtree(turnId);
            var head = await db.Sessions.Where(s => s.Id == sessionId).Select(s => s.HeadTurnId).SingleAsync(token);
            var now = time.GetUtcNow().UtcDateTime;
            await db.Turns.Where(t => gone.Contains(t.Id)).ExecuteUpdateAsync(set => set.SetProperty(t => t.DeletedAt, now), token);
            if (head is { } shown && gone.Contains(shown))
            {
                var next = tree.HeadWithout(turnId);
                await db.Sessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.HeadTurnId, next), token);
            }

            return new DeletedTurns(sessionId, gone, head);
        },
        cancellationToken);

    /// <summary>Brings deleted turns back, with the branch that was shown.</summary>
    public Task RestoreAsync(Guid ownerId, DeletedTurns deleted, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var back = deleted.TurnIds;
            await db.Turns.Where(t => back.Contains(t.Id) && t.OwnerId == ownerId).ExecuteUpdateAsync(set => set.SetProperty(t => t.DeletedAt, (DateTime?)null), token);
            await db.Sessions.Where(s => s.Id == deleted.SessionId && s.OwnerId == ownerId)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.HeadTurnId, deleted.HeadTurnId), token);
        },
        cancellationToken);

    private static Task<Guid?> SessionOfAsync(StudioDb db, Guid ownerId, Guid turnId, CancellationToken cancellationToken) =>
        db.Turns.Where(t => t.Id == turnId && t.OwnerId == ownerId && t.DeletedAt == null)
            .Select(t => (Guid?)t.SessionId).SingleOrDefaultAsync(cancellationToken);
}

/// <summary>A turn on the map of a session's branches.</summary>
/// <param name="Id">The turn.</param>
/// <param name="ParentId">Null for a root.</param>
/// <param name="Role"><c>user</c> or <c>model</c>.</param>
/// <param name="State">How it ended.</param>
/// <param name="Model">Whom it was asked of; null for user turns.</param>
/// <param name="Words">Its first words.</param>
public sealed record BranchNode(Guid Id, Guid? ParentId, string Role, TurnState State, string? Model, string Words);

/// <summary>What was deleted, so that it can be brought back.</summary>
public sealed record DeletedTurns(Guid SessionId, IReadOnlyList<Guid> TurnIds, Guid? HeadTurnId);
