using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Usage;

public sealed class LedgerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Of_64_sends_at_once_a_budget_for_one_lets_one_through(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        await rig.AddBudgetAsync(BudgetUnit.Tokens, limit: 100 + 1000 + 900); // one call of at most 1,000 tokens and a bit
        var settings = StudioRig.Settings with { MaxOutputTokens = 1000 };

        var sent = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => rig.TrySendAsync("Hello", settings)));

        Assert.Single(sent, s => s.TurnId is not null);
        Assert.All(sent.Where(s => s.TurnId is null), s => Assert.Equal("budget", s.Problems.Single().Field));
        await rig.Google.NextCallAsync();
        Assert.Equal(1, rig.Google.Count);
        await using var db = await rig.DbAsync();
        Assert.Equal(1, await db.Sessions.CountAsync(Cancel)); // a refused send stores nothing
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task When_all_is_quiet_nothing_is_reserved_and_the_used_equals_the_ledger(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        await rig.AddBudgetAsync(BudgetUnit.Tokens, limit: 10_000_000);
        await rig.AddBudgetAsync(BudgetUnit.MicroUsd, limit: 10_000_000);
        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => rig.SendAsync($"Question {i}")));
        for (var i = 0; i < 20; i++)
        {
            (await rig.Google.NextCallAsync()).Finish(prompt: 1000, answer: 500 + i);
        }

        await Task.WhenAll(turns.Select(t => rig.SettledAsync(t.ModelTurn)));

        await using var db = await rig.DbAsync();
        var ledger = await db.Ledger.ToListAsync(Cancel);
        var windows = await db.BudgetWindows.Join(db.Budgets, w => w.BudgetId, b => b.Id, (w, b) => new { w.Used, w.Reserved, b.Unit }).ToListAsync(Cancel);
        Assert.Equal(20, ledger.Count);
        Assert.All(windows, w => Assert.Equal(0, w.Reserved));
        Assert.Equal(ledger.Sum(l => (long)l.TotalTokens), windows.Single(w => w.Unit == BudgetUnit.Tokens).Used);
        Assert.Equal(ledger.Sum(l => l.CostMicroUsd), windows.Single(w => w.Unit == BudgetUnit.MicroUsd).Used);
    }

    [Fact]
    public async Task A_row_of_the_ledger_carries_what_Google_reported()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish(prompt: 1_000_000, answer: 1_000_000);
        var settled = await rig.SettledAsync(turn);

        await using var db = await rig.DbAsync();
        var row = await db.Ledger.SingleAsync(Cancel);
        Assert.Equal((1_000_000, 1_000_000, 2_000_000, LedgerSource.Provider), (row.PromptTokens, row.OutputTokens, row.TotalTokens, row.Source));
        Assert.Equal(settled.CostMicroUsd, row.CostMicroUsd);
        var total = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!;
        Assert.Equal((2_000_000L, row.CostMicroUsd), (total.TotalTokens, (long?)total.CostMicroUsd));
    }

    [Fact]
    public async Task What_Google_refused_costs_nothing_but_is_in_the_ledger()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(new GeminiException(GeminiErrorKind.InvalidRequest, "no") { HttpStatus = 400 });
        await rig.SettledAsync(turn);

        await using var db = await rig.DbAsync();
        var row = await db.Ledger.SingleAsync(Cancel);
        Assert.Equal((LedgerSource.None, 0, 0L, "InvalidRequest"), (row.Source, row.TotalTokens, row.CostMicroUsd, row.Failure));
    }

    [Fact]
    public async Task The_usage_report_equals_the_ledger()
    {
        await using var rig = await StudioRig.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            var (_, turn) = await rig.SendAsync("Hello");
            (await rig.Google.NextCallAsync()).Finish(prompt: 100, answer: 50);
            await rig.SettledAsync(turn);
        }

        var studio = rig.As(StudioRig.Owner);
        var row = Assert.Single(await studio.UsageByDayAsync(studio.Today, studio.Today, Cancel));

        Assert.Equal((3, 0, 300L, 150L, 450L), (row.Requests, row.Errors, row.PromptTokens, row.OutputTokens, row.TotalTokens));
        Assert.Empty(await rig.As(await rig.AddPersonAsync()).UsageByDayAsync(studio.Today, studio.Today, Cancel));
    }
}
