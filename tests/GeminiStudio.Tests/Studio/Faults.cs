using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Tests.Studio;

/// <summary>What tests of faults share: the invariants that hold after every one, and time that passes.</summary>
internal static class Faults
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A clock that starts on a day with known prices.</summary>
    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Lets time pass until it is over, slowly enough that the work between two waits takes next to none of it.</summary>
    public static async Task<T> PassAsync<T>(this FakeTimeProvider time, Task<T> task)
    {
        var step = TimeSpan.FromMilliseconds(10);
        while (!task.IsCompleted)
        {
            time.Advance(step);
            await Task.WhenAny(task, Task.Delay(1, CancellationToken.None));
        }

        return await task;
    }

    public static GeminiException Error(GeminiErrorKind kind, int status, TimeSpan? retryAfter = null) =>
        new(kind, $"Google's words on {status}.") { HttpStatus = status, RetryAfter = retryAfter };

    /// <summary>
    /// After every fault: each message is there once (I1), one ledger row per request (I3), nothing is reserved, what was used
    /// equals the ledger and keeps the limit (I4), and no turn hangs (I5). Returns the ledger, oldest attempt first.
    /// </summary>
    public static async Task<IReadOnlyList<LedgerEntry>> CheckAsync(this StudioRig rig, int requests)
    {
        await using var db = await rig.DbAsync();
        var turns = await db.Turns.AsNoTracking().ToListAsync(Cancel);
        Assert.All(turns, t => Assert.False(t.State is TurnState.Pending or TurnState.Streaming, $"Turn {t.Id} hangs."));
        Assert.False(await db.Segments.AnyAsync(Cancel));
        Assert.Equal(turns.Count(t => t.Role == "model"), turns.Count(t => t.Role == "user"));
        var attempts = await db.Attempts.AsNoTracking().OrderBy(a => a.DispatchedAt).ThenBy(a => a.Number).ToListAsync(Cancel);
        var ledger = await db.Ledger.AsNoTracking().ToListAsync(Cancel);
        Assert.Equal(requests, attempts.Count);
        Assert.All(attempts, a => Assert.NotNull(a.SettledAt));
        Assert.Equal(attempts.Select(a => a.Id).Order(), ledger.Select(l => l.AttemptId).Order());
        Assert.False(await db.Reservations.AnyAsync(Cancel));
        foreach (var window in await db.BudgetWindows.AsNoTracking().ToListAsync(Cancel))
        {
            var unit = await db.Budgets.Where(b => b.Id == window.BudgetId).Select(b => b.Unit).SingleAsync(Cancel);
            Assert.Equal(0, window.Reserved);
            Assert.Equal(ledger.Sum(l => unit == BudgetUnit.Tokens ? l.TotalTokens : l.CostMicroUsd ?? 0), window.Used);
            Assert.True(window.Used <= window.Limit);
        }

        return [.. attempts.Select(a => ledger.Single(l => l.AttemptId == a.Id))];
    }
}
