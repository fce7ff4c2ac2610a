using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>What a person changes in a conversation. Each change is a branch of its own: the turns before it stay where they are.</summary>
public sealed class TurnEditor(WriteQueue writes, TimeProvider time)
{
    /// <summary>Puts a changed turn beside the old one and goes on below it with copies of what followed.</summary>
    /// <param name="ownerId">Whose turn it must be.</param>
    /// <param name="turnId">The turn to change.</param>
    /// <param name="newTurnId">The client's id of the changed one; the same id again changes nothing.</param>
    /// <param name="texts">The new texts of its visible text parts, in their order; every other part stays verbatim.</param>
    /// <param name="keepsFollowing">False when it is to be answered anew, so that nothing follows yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The session; null when there is no such turn for this person, or an answer follows that is under way.</returns>
    public Task<Guid?> ReplaceAsync(
        Guid ownerId, Guid turnId, Guid newTurnId, IReadOnlyList<string> texts, bool keepsFollowing, CancellationToken cancellationToken) =>
        writes.WriteAsync<Guid?>(
            async (db, token) =>
            {
                if (await FindAsync(db, ownerId, turnId, token) is not { } turn)
                {
                    return null;
                }

                if (await db.Turns.AnyAsync(t => t.Id == newTurnId, token))
                {
                    return turn.SessionId;
                }

                if (await ShownPathAsync(db, turn.SessionId, token) is not { } path)
                {
                    return null;
                }

                var changed = Changed(turn, newTurnId, texts);
                var following = keepsFollowing ? path.SkipWhile(t => t.Id != turnId).Skip(1).Select(TurnGraft.CopyOf) : [];
                return await ShowAsync(db, turn.SessionId, await TurnGraft.AppendAsync(db, turn.SessionId, turn.ParentId, [changed, .. following], token), token);
            },
            cancellationToken);

    /// <summary>Adds a turn at the end of the shown branch without asking the model.</summary>
    /// <param name="ownerId">Whose session it must be.</param>
    /// <param name="sessionId">An existing session.</param>
    /// <param name="turnId">The client's id; the same id again changes nothing.</param>
    /// <param name="role"><c>user</c>, or <c>model</c> for an example answer.</param>
    /// <param name="parts">JSON array of parts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when there is no such session, or an answer is under way.</returns>
    public Task<bool> AddAsync(Guid ownerId, Guid sessionId, Guid turnId, string role, string parts, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null, token);
            if (session is null || await db.Turns.AnyAsync(t => t.Id == turnId, token) || await ShownPathAsync(db, sessionId, token) is null)
            {
                return session is not null && await db.Turns.AnyAsync(t => t.Id == turnId && t.OwnerId == ownerId, token);
            }

            await ShowAsync(db, sessionId, await TurnGraft.AppendAsync(db, sessionId, session.HeadTurnId, [NewTurn(ownerId, sessionId, turnId, role, parts)], token), token);
            return true;
        },
        cancellationToken);

    /// <summary>Makes a branch from the root that holds the shown turns in another order.</summary>
    /// <param name="ownerId">Whose session it must be.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="order">Ids of turns of the shown branch, each once; those that are missing are left out of the new branch.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when an id is not on the shown branch, or an answer is under way.</returns>
    public Task<bool> ReorderAsync(Guid ownerId, Guid sessionId, IReadOnlyList<Guid> order, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (!await db.Sessions.AnyAsync(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null, token)
                || await ShownPathAsync(db, sessionId, token) is not { } path
                || order.Distinct().Count() != order.Count || order.Any(id => path.All(t => t.Id != id)))
            {
                return false;
            }

            var same = path.Zip(order).TakeWhile(pair => pair.First.Id == pair.Second).Count();
            var copies = order.Skip(same).Select(id => TurnGraft.CopyOf(path.Single(t => t.Id == id)));
            await ShowAsync(db, sessionId, await TurnGraft.AppendAsync(db, sessionId, same == 0 ? null : path[same - 1].Id, copies, token), token);
            return true;
        },
        cancellationToken);

    /// <summary>Copies a branch, or the whole tree, into a new session.</summary>
    /// <param name="ownerId">Whose turn it must be.</param>
    /// <param name="turnId">Where the new session ends.</param>
    /// <param name="newSessionId">The client's id of the new session; the same id again changes nothing.</param>
    /// <param name="allBranches">Whether the other branches come along.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when there is no such turn for this person.</returns>
    public Task<bool> BranchAsync(Guid ownerId, Guid turnId, Guid newSessionId, bool allBranches, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (await FindAsync(db, ownerId, turnId, token) is not { } turn)
            {
                return false;
            }

            if (await db.Sessions.AnyAsync(s => s.Id == newSessionId, token))
            {
                return await db.Sessions.AnyAsync(s => s.Id == newSessionId && s.OwnerId == ownerId, token);
            }

            var old = await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == turn.SessionId, token);
            var tree = await SessionStore.TreeAsync(db, turn.SessionId, token);
            var path = tree.PathTo(turnId);
            var rows = await db.Turns.AsNoTracking().Where(t => t.SessionId == turn.SessionId && t.DeletedAt == null && t.State != TurnState.Pending && t.State != TurnState.Streaming)
                .OrderBy(t => t.Sequence).ToListAsync(token);
            var wanted = rows.Where(t => allBranches || path.Contains(t.Id)).ToList();
            var ids = wanted.ToDictionary(t => t.Id, _ => Guid.CreateVersion7());
            db.Sessions.Add(NewSession(old, newSessionId, ids[turnId]));
            db.Turns.AddRange(wanted.Where(t => t.ParentId is null || ids.ContainsKey(t.ParentId.Value)).Select(
                t => TurnGraft.Copy(t, ids[t.Id], newSessionId, t.ParentId is { } parent ? ids[parent] : null, t.Sequence, t.SourceId ?? t.Id)));
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    private static Task<Turn?> FindAsync(StudioDb db, Guid ownerId, Guid turnId, CancellationToken cancellationToken) =>
        db.Turns.AsNoTracking().SingleOrDefaultAsync(
            t => t.Id == turnId && t.OwnerId == ownerId && t.DeletedAt == null && t.State != TurnState.Pending && t.State != TurnState.Streaming, cancellationToken);

    // Null while an answer is under way: its place in the order is not settled yet.
    private static async Task<List<Turn>?> ShownPathAsync(StudioDb db, Guid sessionId, CancellationToken cancellationToken)
    {
        var head = await db.Sessions.Where(s => s.Id == sessionId).Select(s => s.HeadTurnId).SingleAsync(cancellationToken);
        var path = (await SessionStore.TreeAsync(db, sessionId, cancellationToken)).PathTo(head);
        var rows = await db.Turns.AsNoTracking().Where(t => path.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellationToken);
        return rows.Values.Any(t => t.State is TurnState.Pending or TurnState.Streaming) ? null : [.. path.Select(id => rows[id])];
    }

    private async Task<Guid?> ShowAsync(StudioDb db, Guid sessionId, Guid? head, CancellationToken cancellationToken)
    {
        var now = Now;
        await db.Sessions.Where(s => s.Id == sessionId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.HeadTurnId, head).SetProperty(s => s.UpdatedAt, now), cancellationToken);
        return sessionId;
    }

    private Turn Changed(Turn turn, Guid id, IReadOnlyList<string> texts) => new()
    {
        Id = id,
        SessionId = turn.SessionId,
        OwnerId = turn.OwnerId,
        ParentId = turn.ParentId,
        Sequence = turn.Sequence,
        Role = turn.Role,
        State = TurnState.Completed,
        Parts = PartsJson.WithTexts(turn.Parts, texts),
        Settings = turn.Settings,
        SystemInstruction = turn.SystemInstruction,
        CreatedAt = Now,
        IsEdited = turn.Role == "model",
    };

    private Turn NewTurn(Guid ownerId, Guid sessionId, Guid id, string role, string parts) => new()
    {
        Id = id,
        SessionId = sessionId,
        OwnerId = ownerId,
        Sequence = 0,
        Role = role,
        State = TurnState.Completed,
        Parts = parts,
        CreatedAt = Now,
        IsEdited = role == "model",
    };

    private Session NewSession(Session old, Guid id, Guid head)
    {
        var title = SessionTitle.Clean($"{old.Title} (branch)");
        return new Session
        {
            Id = id,
            OwnerId = old.OwnerId,
            Title = title,
            TitleFolded = title.ToLowerInvariant(),
            SystemInstruction = old.SystemInstruction,
            Settings = old.Settings,
            Variables = old.Variables,
            HeadTurnId = head,
            CreatedAt = Now,
            UpdatedAt = Now,
            OriginId = old.Id,
        };
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
