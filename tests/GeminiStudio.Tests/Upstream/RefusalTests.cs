using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Tests.Upstream;

/// <summary>Google says no before a word: rows U-01 to U-09 of the fault matrix, as they are stored and told.</summary>
public sealed class RefusalTests
{
    private readonly FakeTimeProvider _time = Faults.Clock();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task U_01_a_short_wait_is_shown_and_then_comes_the_answer(DatabaseKind kind)
    {
        await using var rig = await StartAsync(kind);
        var (_, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(Faults.Error(GeminiErrorKind.RateLimited, 429, TimeSpan.FromSeconds(3)));
        var waiting = await StudioRig.SignalledAsync(rig.As(StudioRig.Owner).Watch(turn)!, s => s.Wait is not null);

        var second = await _time.PassAsync(rig.Google.NextCallAsync().AsTask());
        second.SendText("answer");
        second.Finish();

        Assert.Equal((2, 3, TimeSpan.FromSeconds(3), 429), (waiting.Wait!.NextAttempt, waiting.Wait.MaxAttempts, waiting.Wait.Length, waiting.Wait.HttpStatus));
        var settled = await SettledAsync(rig, turn);
        Assert.Equal((TurnState.Completed, "answer"), (settled.State, settled.Text));
        var ledger = await rig.CheckAsync(requests: 2);
        Assert.Equal((LedgerSource.None, 0, 0L, "RateLimited"), (ledger[0].Source, ledger[0].TotalTokens, ledger[0].CostMicroUsd, ledger[0].Failure));
        Assert.Equal((LedgerSource.Provider, 15, null), (ledger[1].Source, ledger[1].TotalTokens, ledger[1].Failure));
        await using var db = await rig.DbAsync();
        var sent = await db.Attempts.OrderBy(a => a.Number).Select(a => a.DispatchedAt).ToListAsync(Cancel);
        Assert.True(sent[1] - sent[0] >= TimeSpan.FromSeconds(3), $"Sent again after {sent[1] - sent[0]}.");
    }

    [Theory]
    [InlineData(GeminiErrorKind.RateLimited, 120)]
    [InlineData(GeminiErrorKind.QuotaExhausted, 30)]
    public async Task U_02_a_long_wait_is_told_and_not_sat_through(GeminiErrorKind kind, int seconds)
    {
        await using var rig = await StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(Faults.Error(kind, 429, TimeSpan.FromSeconds(seconds)));

        var settled = await SettledAsync(rig, turn);

        Assert.Equal((TurnState.Failed, kind, 429), (settled.State, settled.Error!.Kind, settled.Error.HttpStatus));
        Assert.InRange(settled.Error.RetryAt!.Value - _time.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(seconds - 20), TimeSpan.FromSeconds(seconds));
        Assert.Null(settled.Usage);
        Assert.Equal(LedgerSource.None, Assert.Single(await rig.CheckAsync(requests: 1)).Source);
    }

    [Fact]
    public async Task U_03_without_a_word_on_waiting_it_is_tried_three_times_with_growing_pauses()
    {
        await using var rig = await StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        for (var i = 0; i < 3; i++)
        {
            (await _time.PassAsync(rig.Google.NextCallAsync().AsTask())).Fail(Faults.Error(GeminiErrorKind.RateLimited, 429));
        }

        Assert.Equal((TurnState.Failed, GeminiErrorKind.RateLimited), await OutcomeAsync(rig, turn));
        Assert.All(await rig.CheckAsync(requests: 3), l => Assert.Equal((LedgerSource.None, 0), (l.Source, l.TotalTokens)));
        await using var db = await rig.DbAsync();
        var sent = await db.Attempts.OrderBy(a => a.Number).Select(a => a.DispatchedAt).ToListAsync(Cancel);
        Assert.True(sent[1] - sent[0] >= TimeSpan.FromSeconds(1) && sent[2] - sent[1] >= TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(GeminiErrorKind.Unavailable, 500)]
    [InlineData(GeminiErrorKind.Unavailable, 502)]
    [InlineData(GeminiErrorKind.Unavailable, 503)]
    [InlineData(GeminiErrorKind.TimedOut, 504)]
    public async Task U_05_a_failing_server_is_tried_three_times_and_each_try_has_its_row(GeminiErrorKind kind, int status)
    {
        await using var rig = await StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        for (var i = 0; i < 3; i++)
        {
            (await _time.PassAsync(rig.Google.NextCallAsync().AsTask())).Fail(Faults.Error(kind, status));
        }

        Assert.Equal((TurnState.Failed, kind), await OutcomeAsync(rig, turn));
        Assert.All(await rig.CheckAsync(requests: 3), l => Assert.Equal((LedgerSource.None, kind.ToString()), (l.Source, l.Failure)));
    }

    [Theory]
    [InlineData(GeminiErrorKind.InvalidRequest, 400)]
    [InlineData(GeminiErrorKind.NotFound, 404)]
    public async Task U_06_and_U_08_what_a_second_try_cannot_mend_is_sent_once_and_costs_nothing(GeminiErrorKind kind, int status)
    {
        await using var rig = await StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(new GeminiException(kind, "No.") { HttpStatus = status, Fields = [new FieldViolation("generation_config.temperature", "Too hot")] });

        var settled = await SettledAsync(rig, turn);

        Assert.Equal((TurnState.Failed, kind, "generation_config.temperature"), (settled.State, settled.Error!.Kind, settled.Error.Fields[0].Field));
        Assert.Null(settled.Usage);
        Assert.Equal((LedgerSource.None, 0L), Assert.Single((await rig.CheckAsync(requests: 1)).Select(l => (l.Source, l.CostMicroUsd ?? -1))));
    }

    [Theory]
    [InlineData(GeminiErrorKind.KeyRejected, null)]
    [InlineData(GeminiErrorKind.PermissionDenied, "SERVICE_DISABLED")]
    public async Task U_07_a_refused_key_is_not_sent_again_until_it_is_tested(GeminiErrorKind kind, string? reason)
    {
        await using var rig = await StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(new GeminiException(kind, "Google's words.") { HttpStatus = 403, Reason = reason });
        Assert.Equal((TurnState.Failed, kind), await OutcomeAsync(rig, turn));

        var (_, refused) = await rig.SendAsync("Again", session);
        var settled = await SettledAsync(rig, refused);

        Assert.Equal((GeminiErrorKind.KeyRejected, null, "Google's words.", "abcd"), (settled.Error!.Kind, settled.Error.HttpStatus, settled.Error.Message, settled.Error.KeyFingerprint));
        Assert.Null(settled.Usage);
        Assert.Equal("Google's words.", studio.KeyStatus.Rejection);
        Assert.Single(await rig.CheckAsync(requests: 1));
        await using (var db = await rig.DbAsync())
        {
            Assert.Equal(("key.refused", "abcd", StudioRig.Owner.UserId), await db.Audit.Select(a => ValueTuple.Create(a.Action, a.Subject, a.ActorId)).SingleAsync(Cancel));
        }

        Assert.True((await studio.TestKeyAsync(null, Cancel)).Works);
        await rig.SendAsync("Once more", session);
        (await rig.Google.NextCallAsync()).Finish();
        Assert.Null(studio.KeyStatus.Rejection);
    }

    [Fact]
    public async Task U_07_other_keys_go_on()
    {
        await using var rig = await StartAsync();
        await rig.As(StudioRig.Owner).AddKeyAsync("Spare", new Secret("spare-key-0123456789-wxyz"), Cancel);
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(Faults.Error(GeminiErrorKind.KeyRejected, 403));
        await SettledAsync(rig, turn);

        var (_, next) = await rig.SendAsync("Again", session);
        var call = await rig.Google.NextCallAsync();
        call.SendText("answer");
        call.Finish();

        Assert.Equal("wxyz", call.Call.Key!.Fingerprint);
        Assert.Equal(TurnState.Completed, (await SettledAsync(rig, next)).State);
        Assert.Equal(["abcd", "wxyz"], (await rig.CheckAsync(requests: 2)).Select(l => l.KeyFingerprint));
    }

    [Fact]
    public async Task U_09_no_way_to_Google_is_tried_three_times_and_costs_nothing()
    {
        await using var rig = await StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        for (var i = 0; i < 3; i++)
        {
            (await _time.PassAsync(rig.Google.NextCallAsync().AsTask())).Fail(new GeminiException(GeminiErrorKind.Unreachable, "No route."));
        }

        Assert.Equal((TurnState.Failed, GeminiErrorKind.Unreachable), await OutcomeAsync(rig, turn));
        Assert.All(await rig.CheckAsync(requests: 3), l => Assert.Equal((LedgerSource.None, 0), (l.Source, l.TotalTokens)));
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_it_waits_for_a_second_try_has_used_nothing()
    {
        await using var rig = await StartAsync();
        var (_, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Fail(Faults.Error(GeminiErrorKind.RateLimited, 429, TimeSpan.FromSeconds(30)));
        await StudioRig.SignalledAsync(rig.As(StudioRig.Owner).Watch(turn)!, s => s.Wait is not null);

        rig.As(StudioRig.Owner).Stop(turn);
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Cancelled, null), (settled.State, settled.Usage));
        Assert.Equal(LedgerSource.None, Assert.Single(await rig.CheckAsync(requests: 1)).Source);
    }

    private async Task<StudioRig> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var rig = await StudioRig.StartAsync(kind, _time);
        await rig.AddBudgetAsync(BudgetUnit.Tokens, limit: 10_000_000);
        await rig.AddBudgetAsync(BudgetUnit.MicroUsd, limit: 100_000_000);
        return rig;
    }

    private static Task<TurnView> SettledAsync(StudioRig rig, Guid turn) => rig.SettledAsync(turn);

    private static async Task<(TurnState State, GeminiErrorKind? Kind)> OutcomeAsync(StudioRig rig, Guid turn)
    {
        var settled = await SettledAsync(rig, turn);
        return (settled.State, settled.Error?.Kind);
    }
}
