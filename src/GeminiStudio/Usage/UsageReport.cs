using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Usage;

/// <summary>One model's use on one day.</summary>
public sealed record UsageRow
{
    public required DateOnly Day { get; init; }

    public required string ModelId { get; init; }

    /// <summary>Requests that reached Google, retries included.</summary>
    public required int Requests { get; init; }

    public required int Errors { get; init; }

    public required long PromptTokens { get; init; }

    public required long CachedTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required long ThoughtsTokens { get; init; }

    public required long TotalTokens { get; init; }

    public required long CostMicroUsd { get; init; }

    /// <summary>Requests whose price is not known, so that the cost is a lower bound.</summary>
    public required int Unpriced { get; init; }

    /// <summary>Requests whose tokens are our estimate.</summary>
    public required int Estimated { get; init; }
}

/// <summary>A session's or a person's total.</summary>
public sealed record UsageTotal(long Tokens, long CostMicroUsd, bool IsPartial);

/// <summary>Reads the ledger for people.</summary>
public sealed class UsageReport(IDbContextFactory<StudioDb> databases)
{
    /// <summary>What was sent for one turn, first to last.</summary>
    public async Task<IReadOnlyList<AttemptView>> AttemptsAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Attempts.Where(a => a.OwnerId == ownerId && a.TurnId == turnId).OrderBy(a => a.Number)
            .GroupJoin(db.Ledger, a => a.Id, l => l.AttemptId, (a, booked) => new { Attempt = a, Booked = booked })
            .SelectMany(row => row.Booked.DefaultIfEmpty(), (row, entry) => new AttemptView
            {
                Number = row.Attempt.Number,
                DispatchedAt = row.Attempt.DispatchedAt,
                SettledAt = row.Attempt.SettledAt,
                KeyFingerprint = row.Attempt.KeyFingerprint,
                TotalTokens = entry == null ? null : entry.TotalTokens,
                CostMicroUsd = entry == null ? null : entry.CostMicroUsd,
                Source = entry == null ? null : entry.Source,
                Failure = entry == null ? null : entry.Failure,
            }).ToListAsync(cancellationToken);
    }

    /// <summary>A person's use by day and model, oldest day first.</summary>
    public async Task<IReadOnlyList<UsageRow>> ByDayAsync(Guid ownerId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var first = PortalDay.Number(from);
        var last = PortalDay.Number(to);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Ledger.Where(l => l.OwnerId == ownerId && l.Day >= first && l.Day <= last)
            .GroupBy(l => new { l.Day, l.ModelId })
            .Select(g => new
            {
                g.Key.Day,
                g.Key.ModelId,
                Requests = g.Count(),
                Errors = g.Sum(l => l.Failure == null ? 0 : 1),
                Prompt = g.Sum(l => (long)l.PromptTokens),
                Cached = g.Sum(l => (long)l.CachedTokens),
                Output = g.Sum(l => (long)l.OutputTokens),
                Thoughts = g.Sum(l => (long)l.ThoughtsTokens),
                Total = g.Sum(l => (long)l.TotalTokens),
                Cost = g.Sum(l => l.CostMicroUsd ?? 0),
                Unpriced = g.Sum(l => l.CostMicroUsd == null ? 1 : 0),
                Estimated = g.Sum(l => l.Source == LedgerSource.Estimated ? 1 : 0),
            })
            .OrderBy(r => r.Day).ThenBy(r => r.ModelId)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(r => new UsageRow
        {
            Day = PortalDay.FromNumber(r.Day),
            ModelId = r.ModelId,
            Requests = r.Requests,
            Errors = r.Errors,
            PromptTokens = r.Prompt,
            CachedTokens = r.Cached,
            OutputTokens = r.Output,
            ThoughtsTokens = r.Thoughts,
            TotalTokens = r.Total,
            CostMicroUsd = r.Cost,
            Unpriced = r.Unpriced,
            Estimated = r.Estimated,
        })];
    }

    /// <summary>What a session has used so far.</summary>
    public async Task<UsageTotal> OfSessionAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var total = await db.Ledger.Where(l => l.OwnerId == ownerId && l.SessionId == sessionId)
            .GroupBy(l => l.SessionId)
            .Select(g => new
            {
                Tokens = g.Sum(l => (long)l.TotalTokens),
                Cost = g.Sum(l => l.CostMicroUsd ?? 0),
                Partial = g.Sum(l => l.CostMicroUsd == null || l.Source == LedgerSource.Estimated ? 1 : 0),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return new UsageTotal(total?.Tokens ?? 0, total?.Cost ?? 0, total?.Partial > 0);
    }
}
