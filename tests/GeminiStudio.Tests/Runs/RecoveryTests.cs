using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Runs;

/// <summary>A second process starts on the database of one that never said goodbye.</summary>
public sealed class RecoveryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task After_a_crash_the_seen_text_is_there_and_marked_interrupted(DatabaseKind kind)
    {
        await using var crashed = await StudioRig.StartAsync(kind);
        var (session, turn) = await crashed.SendAsync("Tell me");
        (await crashed.Google.NextCallAsync()).SendText("seen by a person");
        await crashed.ShownAsync(turn, "seen by a person");

        await using var restarted = await StudioRig.StartAsync(kind, after: crashed);

        var view = (await restarted.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Turns[^1];
        Assert.Equal((TurnState.Interrupted, "seen by a person", true), (view.State, view.Text, view.IsEstimated));
        await using var db = await restarted.DbAsync();
        var row = await db.Ledger.SingleAsync(Cancel);
        Assert.Equal((LedgerSource.Estimated, "Interrupted"), (row.Source, row.Failure));
        Assert.False(await db.Segments.AnyAsync(Cancel));
    }

    [Fact]
    public async Task A_turn_that_was_accepted_but_never_sent_runs_after_the_restart()
    {
        await using var crashed = await StudioRig.StartAsync();
        var (_, turn) = await crashed.SendAsync("Tell me");
        await crashed.Google.NextCallAsync();
        await using (var db = await crashed.DbAsync())
        {
            await db.Attempts.ExecuteDeleteAsync(Cancel); // as if the crash had come before the dispatch
        }

        await using var restarted = await StudioRig.StartAsync(after: crashed);
        var call = await restarted.Google.NextCallAsync();
        call.SendText("answered after all");
        call.Finish();

        Assert.Equal(TurnState.Completed, (await restarted.SettledAsync(turn)).State);
    }

    [Fact]
    public async Task A_restart_gives_back_what_calls_under_way_had_reserved()
    {
        await using var crashed = await StudioRig.StartAsync();
        await crashed.AddBudgetAsync(BudgetUnit.Tokens, limit: 1_000_000);
        await crashed.SendAsync("Tell me");
        await crashed.Google.NextCallAsync();

        await using var restarted = await StudioRig.StartAsync(after: crashed);

        await using var db = await restarted.DbAsync();
        Assert.Equal(0, (await db.BudgetWindows.SingleAsync(Cancel)).Reserved);
        Assert.False(await db.Reservations.AnyAsync(Cancel));
    }

    [Fact]
    public async Task A_turn_that_throws_in_the_runner_fails_with_a_log_id_and_others_go_on()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, poison) = await rig.SendAsync("Poison");
        (await rig.Google.NextCallAsync()).Fail(new InvalidTimeZoneException("nobody expects this"));
        var failed = await rig.SettledAsync(poison);
        var (_, other) = await rig.SendAsync("Tell me");
        (await rig.Google.NextCallAsync()).Finish();

        Assert.Equal((TurnState.Failed, GeminiErrorKind.Internal), (failed.State, failed.Error!.Kind));
        Assert.Equal(poison.ToString()[..8], failed.Error.LogId);
        Assert.NotEqual(TurnState.Failed, (await rig.SettledAsync(other)).State);
    }

    [Fact]
    public async Task A_turn_that_cannot_be_begun_again_fails_by_itself_and_the_start_goes_on()
    {
        await using var crashed = await StudioRig.StartAsync();
        var (_, poison) = await crashed.SendAsync("Poison");
        await crashed.Google.NextCallAsync();
        await using (var db = await crashed.DbAsync())
        {
            await db.Attempts.ExecuteDeleteAsync(Cancel);
            await db.Turns.Where(t => t.Id == poison).ExecuteUpdateAsync(set => set.SetProperty(t => t.Settings, "{ no settings"), Cancel);
        }

        await using var restarted = await StudioRig.StartAsync(after: crashed);

        await using var after = await restarted.DbAsync();
        Assert.Equal(TurnState.Failed, await after.Turns.Where(t => t.Id == poison).Select(t => t.State).SingleAsync(Cancel));
    }
}
