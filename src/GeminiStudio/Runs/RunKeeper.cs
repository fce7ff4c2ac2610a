using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>Sees to it that no turn is left hanging: tidies up after a crash at start, and ends runs in good order at shutdown.</summary>
internal sealed partial class RunKeeper(
    RunRegistry registry, RunSettler settler, UsageLedger ledger, ModelCatalog models, KeyRing keys, WriteQueue writes,
    IDbContextFactory<StudioDb> databases, TimeProvider time, ILogger<RunKeeper> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(6);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.ReloadAsync(cancellationToken);
        await ledger.SettleLeftoversAsync(models.Find, turnId => SavedTokensAsync(turnId, cancellationToken), cancellationToken);
        await writes.WriteAsync(
            async (db, token) =>
            {
                await db.BudgetWindows.ExecuteUpdateAsync(set => set.SetProperty(w => w.Reserved, 0), token);
                await db.Reservations.ExecuteDeleteAsync(token);
            },
            cancellationToken);
        foreach (var turn in await LeftoversAsync(cancellationToken))
        {
            await TakeUpAsync(turn, cancellationToken);
        }
    }

    /// <summary>Ends runs before the web server starts to wait for its open pages, which may take all the time that there is.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var active = registry.Active;
        LogDraining(active.Count);
        foreach (var run in active)
        {
            run.Cancel(TurnState.Interrupted);
        }

        await Task.WhenAny(Task.WhenAll(active.Select(r => r.Completion)), Task.Delay(Drain, time, CancellationToken.None));
    }

    /// <summary>Ends what was started after that.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => StoppingAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task TakeUpAsync(Leftover turn, CancellationToken cancellationToken)
    {
        if (!turn.WasSent)
        {
            await registry.StartAsync(turn.OwnerId, turn.Id, isReserved: false, cancellationToken); // accepted, never sent: it runs now
            return;
        }

        Settlement end;
        try
        {
            end = await InterruptedAsync(turn.Id, await SavedPartsAsync(turn.Id, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && StorageException.From(e) is null)
        {
            LogUnreadable(e, turn.Id); // one turn that cannot be read must not keep all others from being served
            end = new Settlement { State = TurnState.Failed, Parts = "[]", Error = Answer.Internal(turn.Id) };
        }

        await settler.SettleAsync(turn.Id, end, booking: null, cancellationToken);
    }

    private async Task<List<Leftover>> LeftoversAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Turns.Where(t => t.State == TurnState.Pending || t.State == TurnState.Streaming)
            .Select(t => new Leftover(t.Id, t.OwnerId, db.Attempts.Any(a => a.TurnId == t.Id))).ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<GeminiPart>> SavedPartsAsync(Guid turnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var segments = await db.Segments.Where(s => s.TurnId == turnId).OrderBy(s => s.Number).Select(s => s.Parts).ToListAsync(cancellationToken);
        return [.. segments.SelectMany(PartsJson.Read)];
    }

    private async Task<int> SavedTokensAsync(Guid turnId, CancellationToken cancellationToken) =>
        (await SavedPartsAsync(turnId, cancellationToken)).Sum(p => TokenCounter.Estimate(p.Text ?? ""));

    private async Task<Settlement> InterruptedAsync(Guid turnId, IReadOnlyList<GeminiPart> parts, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var booked = await db.Attempts.Where(a => a.TurnId == turnId).OrderByDescending(a => a.Number)
            .Join(db.Ledger, a => a.Id, l => l.AttemptId, (_, l) => l).FirstOrDefaultAsync(cancellationToken);
        return new Settlement
        {
            State = TurnState.Interrupted,
            Parts = PartsJson.Merged(parts),
            IsEstimated = booked?.Source == LedgerSource.Estimated,
            CostMicroUsd = booked?.CostMicroUsd,
            Usage = booked is null ? null : new GeminiUsage
            {
                PromptTokens = booked.PromptTokens,
                CandidatesTokens = booked.OutputTokens,
                ThoughtsTokens = booked.ThoughtsTokens,
                CachedTokens = booked.CachedTokens,
                TotalTokens = booked.TotalTokens,
            },
        };
    }

    private sealed record Leftover(Guid Id, Guid OwnerId, bool WasSent);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {TurnId} was left by a crash and what it had saved cannot be read; its log id is the turn's id")]
    private partial void LogUnreadable(Exception exception, Guid turnId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: {Count} runs are ended and saved")]
    private partial void LogDraining(int count);
}
