using CsCheck;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.TestRig;
using GeminiStudio.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Usage;

/// <summary>Whatever the order in which calls reserve, spend and give back, the account adds up.</summary>
public sealed class LedgerPropertyTests
{
    private const long Limit = 1000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Calls: what each reserves, the share of it that each of its attempts uses in percent, and whether it gives back twice.</summary>
    private static Gen<(int Reserve, int[] Percent, bool Twice)[]> AnyCalls { get; } =
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 40].Array[0, 2], Gen.Bool, (reserve, percent, twice) => (reserve, percent, twice)).Array[1, 12];

    [Fact]
    public async Task Any_interleaving_ends_with_nothing_reserved_the_sum_used_and_the_limit_kept()
    {
        await using var rig = await StudioRig.StartAsync(time: Faults.Clock());

        // Schedules are made first and run on one database: a database each would take a second each.
        var schedules = new List<((int Reserve, int[] Percent, bool Twice)[] Calls, int[] Order)>();
        Gen.Select(AnyCalls, Gen.Int[0, 1_000_000].Array[60]).Sample((calls, order) => { lock (schedules) { schedules.Add((calls, order)); } }, iter: Nightly.Rounds(15), threads: 1);

        foreach (var (calls, order) in schedules)
        {
            await RunAsync(rig, calls, order);
        }
    }

    private static async Task RunAsync(StudioRig rig, (int Reserve, int[] Percent, bool Twice)[] calls, int[] order)
    {
        var owner = (await rig.AddPersonAsync()).UserId;
        await using (var db = await rig.DbAsync())
        {
            db.Budgets.Add(new Budget { Id = Guid.CreateVersion7(), OwnerId = owner, Unit = BudgetUnit.Tokens, Period = BudgetPeriod.Day, Limit = Limit });
            await db.SaveChangesAsync(Cancel);
        }

        var account = new Account(rig, owner);
        var open = calls.Select(c => account.Steps(c.Reserve, c.Percent, c.Twice).GetEnumerator()).ToList();
        var running = new List<Task>();
        for (var i = 0; open.Count > 0; i++)
        {
            var next = open[order[i % order.Length] % open.Count];
            if (!next.MoveNext())
            {
                open.Remove(next);
                continue;
            }

            running.Add(next.Current);
            if (i % 3 == 0)
            {
                await Task.WhenAll(running); // at times all at once, at times in turn
                await account.CheckAsync(isOver: false);
            }
        }

        await Task.WhenAll(running);
        await account.CheckAsync(isOver: true);
    }

    /// <summary>The product's own desk and ledger, and a second account beside them that is too simple to be wrong.</summary>
    private sealed class Account(StudioRig rig, Guid owner)
    {
        private readonly WriteQueue _writes = rig.Services.GetRequiredService<WriteQueue>();
        private readonly BudgetDesk _desk = rig.Services.GetRequiredService<BudgetDesk>();
        private readonly UsageLedger _ledger = rig.Services.GetRequiredService<UsageLedger>();
        private long _spent;

        public IEnumerable<Task> Steps(int reserve, int[] percent, bool twice)
        {
            var call = new StudioCall
            {
                Method = GeminiMethod.StreamGenerateContent,
                CallId = Guid.NewGuid(),
                UserId = owner,
                ModelInfo = new ModelInfo { Id = "m", ApiId = "m", DisplayName = "M" },
                Estimate = new Estimate(reserve, reserve, 0),
            };
            var reserved = ReserveAsync(call);
            yield return reserved;
            var before = new List<Task>();
            foreach (var share in percent)
            {
                before.Add(SpendAsync(call, reserved, reserve * share / 100));
                yield return before[^1];
            }

            var spent = Task.WhenAll(before); // a call gives back when all its attempts are booked
            for (var i = 0; i < (twice ? 2 : 1); i++)
            {
                yield return ReleaseAsync(call, reserved, spent);
            }
        }

        public async Task CheckAsync(bool isOver)
        {
            await using var db = await rig.DbAsync();
            var budget = await db.Budgets.Where(b => b.OwnerId == owner).Select(b => b.Id).SingleAsync(Cancel);
            var window = await db.BudgetWindows.AsNoTracking().SingleOrDefaultAsync(w => w.BudgetId == budget, Cancel);
            var used = await db.Ledger.Where(l => l.OwnerId == owner).SumAsync(l => (long)l.TotalTokens, Cancel);
            var held = window is null ? 0 : await db.Reservations.Where(r => r.WindowId == window.Id).SumAsync(r => r.Amount, Cancel);
            Assert.InRange(window?.Used ?? 0, 0, Limit);
            Assert.Equal((used, held), (window?.Used ?? 0, window?.Reserved ?? 0));
            if (isOver)
            {
                Assert.Equal((0, Interlocked.Read(ref _spent)), (window?.Reserved ?? 0, used));
            }
        }

        private async Task<bool> ReserveAsync(StudioCall call)
        {
            try
            {
                await _writes.WriteAsync((db, token) => _desk.ReserveAsync(db, call.CallId, owner, call.Estimate, token), Cancel);
                return true;
            }
            catch (BudgetExceededException)
            {
                return false; // refused: nothing is sent, so nothing is spent
            }
        }

        private async Task SpendAsync(StudioCall call, Task<bool> reserved, int tokens)
        {
            if (await reserved)
            {
                var attempt = await _ledger.DispatchAsync(call, "abcd", Cancel);
                var usage = new GeminiUsage { CandidatesTokens = tokens, TotalTokens = tokens };
                await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _ledger.SettleAsync(new Booking(attempt, call.ModelInfo, usage, LedgerSource.Provider, Failure: null), Cancel))); // the second changes nothing
                Interlocked.Add(ref _spent, tokens);
            }
        }

        private async Task ReleaseAsync(StudioCall call, Task<bool> reserved, Task spent)
        {
            await spent;
            if (await reserved)
            {
                await _ledger.ReleaseAsync(call.CallId, Cancel);
            }
        }
    }
}
