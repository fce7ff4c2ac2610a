using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Usage;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Turns a Run click into rows: user turn, model turn and reservation in one transaction, or nothing at all.</summary>
public sealed class RunAcceptance(WriteQueue writes, BudgetDesk budgets, DraftStore drafts, TimeProvider time)
{
    private const int CharactersPerToken = 4;

    /// <exception cref="AccessDeniedException">The session or the turn is somebody else's, or gone.</exception>
    /// <exception cref="BudgetExceededException">A budget has no room.</exception>
    public Task<AcceptedRun> AcceptAsync(NewRun run, CancellationToken cancellationToken) =>
        writes.WriteAsync((db, token) => AcceptAsync(db, run, token), cancellationToken);

    private async Task<AcceptedRun> AcceptAsync(StudioDb db, NewRun run, CancellationToken cancellationToken)
    {
        // Taking the session's row first makes two tabs queue up here on PostgreSQL, too.
        await db.Sessions.Where(s => s.Id == run.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.UpdatedAt, Now), cancellationToken);
        if (await FindAcceptedAsync(db, run, cancellationToken) is { } already)
        {
            return new AcceptedRun(already, IsNew: false);
        }

        var session = await OpenAsync(db, run, cancellationToken);
        if (run.JoinsRunUnderWay && await UnderWayAsync(db, session, cancellationToken) is { } underWay)
        {
            return new AcceptedRun(underWay, IsNew: false);
        }

        if (run.IsAutomatic && session.HeadTurnId != run.CallsOf)
        {
            return new AcceptedRun(Guid.Empty, IsNew: false);
        }

        if (run.IsQueued && !await MessageQueue.ConsumeAsync(db, run.OwnerId, run.SessionId, run.TurnId, cancellationToken))
        {
            return new AcceptedRun(Guid.Empty, IsNew: false); // deleted or taken back in the last moment
        }

        var sequence = await db.Turns.Where(t => t.SessionId == run.SessionId).MaxAsync(t => (int?)t.Sequence, cancellationToken) ?? 0;
        var parentId = run.AnswerTo ?? AddUserTurn(db, run, run.CallsOf ?? await ParentAsync(db, session, cancellationToken), ++sequence);
        var model = NewTurn(run, run.AnswerTo is not null ? run.TurnId : Guid.CreateVersion7(), parentId, ++sequence);
        db.Turns.Add(model);
        session.HeadTurnId = model.Id;
        if (!run.LeavesSession)
        {
            session.Settings = RunSettingsJson.Write(run.Settings);
            session.SystemInstruction = run.SystemTemplate ?? run.SystemInstruction;
        }

        await db.SaveChangesAsync(cancellationToken);
        await budgets.ReserveAsync(db, model.Id, run.OwnerId, await EstimateAsync(db, run, model, cancellationToken), cancellationToken);
        await drafts.ConsumeFilesAsync(db, run.OwnerId, run.SessionId, run.FileKeys, cancellationToken);
        if (run.DraftRevision is { } revision)
        {
            await drafts.ConsumeAsync(db, run.OwnerId, run.SessionId, revision, cancellationToken);
        }

        return new AcceptedRun(model.Id, IsNew: true);
    }

    // The same id again is the same turn: double click, retry and two tabs are harmless.
    private static async Task<Guid?> FindAcceptedAsync(StudioDb db, NewRun run, CancellationToken cancellationToken)
    {
        var known = await db.Turns.AsNoTracking().Where(t => t.Id == run.TurnId)
            .Select(t => new { t.OwnerId, t.SessionId }).SingleOrDefaultAsync(cancellationToken);
        if (known is null)
        {
            return null;
        }

        if (known.OwnerId != run.OwnerId || known.SessionId != run.SessionId)
        {
            throw new AccessDeniedException(ResourceKind.Session, Verb.Run);
        }

        return run.AnswerTo is not null
            ? run.TurnId
            : await db.Turns.Where(t => t.ParentId == run.TurnId).OrderBy(t => t.Sequence).Select(t => t.Id).FirstAsync(cancellationToken);
    }

    private async Task<Session> OpenAsync(StudioDb db, NewRun run, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == run.SessionId, cancellationToken);
        if (session is null && run.Text is { } text)
        {
            var title = SessionTitle.From(text);
            session = new Session
            {
                Id = run.SessionId,
                OwnerId = run.OwnerId,
                Title = title,
                TitleFolded = title.ToLowerInvariant(),
                SystemInstruction = run.SystemTemplate ?? run.SystemInstruction,
                Settings = RunSettingsJson.Write(run.Settings),
                Variables = run.Variables,
                CreatedAt = Now,
                UpdatedAt = Now,
                IsTemporary = await TemporaryMarks.IsMarkedAsync(db, run.OwnerId, run.SessionId, cancellationToken),
            };
            db.Sessions.Add(session);
        }

        if (session is null || session.OwnerId != run.OwnerId || session.DeletedAt is not null)
        {
            throw new AccessDeniedException(ResourceKind.Session, Verb.Run);
        }

        if (run.AnswerTo is { } userTurn
            && !await db.Turns.AnyAsync(t => t.Id == userTurn && t.SessionId == session.Id && t.Role == "user" && t.DeletedAt == null, cancellationToken))
        {
            throw new AccessDeniedException(ResourceKind.Session, Verb.Run);
        }

        if (run.CallsOf is { } calls
            && !await db.Turns.AnyAsync(
                t => t.Id == calls && t.SessionId == session.Id && t.Role == "model" && t.DeletedAt == null && t.State != TurnState.Pending && t.State != TurnState.Streaming, cancellationToken))
        {
            throw new AccessDeniedException(ResourceKind.Session, Verb.Run);
        }

        return session;
    }

    private static Task<Guid?> UnderWayAsync(StudioDb db, Session session, CancellationToken cancellationToken) =>
        db.Turns.Where(t => t.Id == session.HeadTurnId && t.DeletedAt == null && (t.State == TurnState.Pending || t.State == TurnState.Streaming))
            .Select(t => (Guid?)t.Id).SingleOrDefaultAsync(cancellationToken);

    // An answer under way is no ground to stand on: a second message becomes a branch beside the first.
    private static async Task<Guid?> ParentAsync(StudioDb db, Session session, CancellationToken cancellationToken)
    {
        var head = await db.Turns.AsNoTracking().Where(t => t.Id == session.HeadTurnId)
            .Select(t => new { t.Id, t.State, t.ParentId }).SingleOrDefaultAsync(cancellationToken);
        if (head is null || head.State is not (TurnState.Pending or TurnState.Streaming))
        {
            return head?.Id;
        }

        return await db.Turns.Where(t => t.Id == head.ParentId).Select(t => t.ParentId).SingleOrDefaultAsync(cancellationToken);
    }

    private Guid AddUserTurn(StudioDb db, NewRun run, Guid? parentId, int sequence)
    {
        db.Turns.Add(new Turn
        {
            Id = run.TurnId,
            SessionId = run.SessionId,
            OwnerId = run.OwnerId,
            ParentId = parentId,
            Sequence = sequence,
            Role = "user",
            State = TurnState.Completed,
            Parts = run.Responses ?? PartsJson.OfMessage(run.Files, run.Text!),
            CreatedAt = Now,
        });
        return run.TurnId;
    }

    private Turn NewTurn(NewRun run, Guid id, Guid parentId, int sequence) => new()
    {
        Id = id,
        SessionId = run.SessionId,
        OwnerId = run.OwnerId,
        ParentId = parentId,
        Sequence = sequence,
        Role = "model",
        State = TurnState.Pending,
        Parts = "[]",
        Settings = RunSettingsJson.Write(run.Settings),
        SystemInstruction = run.SystemInstruction,
        CreatedAt = Now,
    };

    private static async Task<Estimate> EstimateAsync(StudioDb db, NewRun run, Turn model, CancellationToken cancellationToken)
    {
        var nodes = await db.Turns.AsNoTracking().Where(t => t.SessionId == run.SessionId)
            .Select(t => new TurnNode(t.Id, t.ParentId, t.Sequence)).ToListAsync(cancellationToken);
        var path = new TurnTree(nodes).PathTo(model.ParentId);
        var characters = await db.Turns.Where(t => path.Contains(t.Id)).SumAsync(t => (long)t.Parts.Length, cancellationToken);
        var media = await MediaCount.OfAsync(db, run.OwnerId, path, run.Model.ApiId, cancellationToken);
        return CallEstimate.Of(run.Model, run.Settings, (int)Math.Min(int.MaxValue, (characters + run.SystemInstruction.Length) / CharactersPerToken + media));
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
