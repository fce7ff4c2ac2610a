using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Usage;

/// <summary>The append-only account of what was sent and what it cost: dispatched before the request leaves, settled once.</summary>
public sealed class UsageLedger(IDbContextFactory<StudioDb> databases, WriteQueue writes, PortalDay days, TimeProvider time)
{
    /// <summary>Commits that this attempt is about to leave.</summary>
    /// <param name="call">The call that it belongs to.</param>
    /// <param name="keyFingerprint">Last four characters of its key.</param>
    public Task<Attempt> DispatchAsync(StudioCall call, string? keyFingerprint, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var attempt = new Attempt
            {
                Id = Guid.CreateVersion7(),
                CallId = call.CallId,
                OwnerId = call.UserId,
                SessionId = call.SessionId,
                TurnId = call.TurnId,
                Number = await db.Attempts.CountAsync(a => a.CallId == call.CallId, token) + 1,
                ModelId = call.ModelInfo.Id,
                KeyFingerprint = keyFingerprint,
                EstimatedPromptTokens = call.Estimate.PromptTokens,
                DispatchedAt = time.GetUtcNow().UtcDateTime,
            };
            db.Attempts.Add(attempt);
            await db.SaveChangesAsync(token);
            return attempt;
        },
        cancellationToken);

    /// <summary>Books what the attempt used; a second settling of the same attempt changes nothing.</summary>
    public Task SettleAsync(Booking booking, CancellationToken cancellationToken) =>
        writes.WriteAsync((db, token) => SettleAsync(db, booking, token), cancellationToken);

    /// <summary>Settles what a stopped process left: the prompt is owed, the answer as far as it was saved.</summary>
    /// <param name="findModel">Gives a model by the id that was picked.</param>
    /// <param name="savedTokensOfTurn">Tokens of what was saved of a turn's answer.</param>
    /// <param name="cancellationToken">Ends the work between two attempts.</param>
    public async Task SettleLeftoversAsync(
        Func<string, ModelInfo> findModel, Func<Guid, Task<int>> savedTokensOfTurn, CancellationToken cancellationToken)
    {
        List<Attempt> leftovers;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            leftovers = await db.Attempts.AsNoTracking().Where(a => a.SettledAt == null).ToListAsync(cancellationToken);
        }

        foreach (var attempt in leftovers)
        {
            var output = attempt.TurnId is { } turnId ? await savedTokensOfTurn(turnId) : 0;
            var usage = new GeminiUsage
            {
                PromptTokens = attempt.EstimatedPromptTokens,
                CandidatesTokens = output,
                TotalTokens = attempt.EstimatedPromptTokens + output,
            };
            await writes.WriteAsync(
                async (db, token) =>
                {
                    var model = findModel(attempt.ModelId);
                    await SettleAsync(db, new Booking(attempt, model, usage, LedgerSource.Estimated, nameof(GeminiErrorKind.Interrupted)), token);
                    await BudgetDesk.ReleaseAsync(db, attempt.CallId, token);
                },
                cancellationToken);
        }
    }

    /// <summary>Gives back what a call held.</summary>
    public Task ReleaseAsync(Guid callId, CancellationToken cancellationToken) =>
        writes.WriteAsync((db, token) => BudgetDesk.ReleaseAsync(db, callId, token), cancellationToken);

    /// <summary>The same as a step of somebody else's transaction.</summary>
    internal async Task SettleAsync(StudioDb db, Booking booking, CancellationToken cancellationToken)
    {
        var (attempt, model, usage, source, failure) = booking;
        var now = time.GetUtcNow().UtcDateTime;
        var settled = await db.Database.ExecuteSqlAsync($"""UPDATE "Attempts" SET "SettledAt" = {now} WHERE "Id" = {attempt.Id} AND "SettledAt" IS NULL""", cancellationToken);
        if (settled == 0)
        {
            return;
        }

        FailPoints.Pass(FailPoints.Settle);
        var cost = Cost.Of(model, usage, days.Today);
        db.Ledger.Add(new LedgerEntry
        {
            Id = Guid.CreateVersion7(),
            AttemptId = attempt.Id,
            OwnerId = attempt.OwnerId,
            SessionId = attempt.SessionId,
            At = now,
            Day = PortalDay.Number(days.Today),
            ModelId = attempt.ModelId,
            KeyFingerprint = attempt.KeyFingerprint,
            PromptTokens = usage.PromptTokens + usage.ToolUsePromptTokens,
            CachedTokens = usage.CachedTokens,
            OutputTokens = usage.CandidatesTokens,
            ThoughtsTokens = usage.ThoughtsTokens,
            TotalTokens = usage.TotalTokens,
            CostMicroUsd = source == LedgerSource.None ? 0 : cost,
            Source = source,
            Failure = failure,
        });
        await db.SaveChangesAsync(cancellationToken);
        FailPoints.Pass(FailPoints.Settle);
        await BudgetDesk.SpendAsync(db, attempt.CallId, usage.TotalTokens, cost ?? 0, cancellationToken);
    }
}
