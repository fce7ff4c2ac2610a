using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Runs;

public sealed class TemporaryChatTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Once_its_last_page_has_closed_only_what_it_used_is_left(DatabaseKind kind)
    {
        var time = Faults.Clock();
        await using var rig = await StudioRig.StartAsync(kind, time);
        var studio = rig.As(StudioRig.Owner);
        var session = await TemporaryAsync(rig);
        Assert.Empty(await studio.ListSessionsAsync(null, 40, Cancel));
        Assert.True((await studio.OpenSessionAsync(session, 40, Cancel))!.IsTemporary);
        var gone = Gone(studio, session);
        var page = studio.HoldTemporary(session);

        page.Dispose();
        time.Advance(TemporaryChats.ReloadTime);
        await gone;

        await using var db = await rig.DbAsync();
        Assert.False(await db.Sessions.AnyAsync(Cancel) || await db.Turns.AnyAsync(Cancel) || await db.Drafts.AnyAsync(Cancel));
        Assert.Equal(session, (await db.Ledger.SingleAsync(Cancel)).SessionId);
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_keeps_it()
    {
        var time = Faults.Clock();
        await using var rig = await StudioRig.StartAsync(time: time);
        var studio = rig.As(StudioRig.Owner);
        var session = await TemporaryAsync(rig);
        studio.HoldTemporary(session).Dispose();
        time.Advance(TemporaryChats.ReloadTime / 2);

        using var again = studio.HoldTemporary(session);
        time.Advance(TemporaryChats.ReloadTime * 2);
        var second = await TemporaryAsync(rig);
        var gone = Gone(studio, second);
        studio.HoldTemporary(second).Dispose();
        time.Advance(TemporaryChats.ReloadTime);
        await gone; // had the first been to go, it would have gone before

        Assert.NotNull(await studio.OpenSessionAsync(session, 40, Cancel));
    }

    [Fact]
    public async Task After_a_day_it_goes_even_with_its_page_open()
    {
        var time = Faults.Clock();
        await using var rig = await StudioRig.StartAsync(time: time);
        var studio = rig.As(StudioRig.Owner);
        var session = await TemporaryAsync(rig);
        using var page = studio.HoldTemporary(session);
        var gone = Gone(studio, session);

        time.Advance(TemporaryMarks.Longest);
        await time.PassAsync(AsTrueAsync(gone));

        Assert.Null(await studio.OpenSessionAsync(session, 40, Cancel));
    }

    [Fact]
    public async Task A_run_in_it_is_stopped_first()
    {
        var time = Faults.Clock();
        await using var rig = await StudioRig.StartAsync(time: time);
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        await studio.MarkTemporaryAsync(session, isTemporary: true, Cancel);
        await rig.SendAsync("Secret", session);
        var call = await rig.Google.NextCallAsync();

        await rig.Services.GetRequiredService<TemporaryChats>().PurgeAsync(StudioRig.Owner.UserId, session, Cancel);

        Assert.True(call.Aborted.IsCancellationRequested);
        Assert.Null(await studio.OpenSessionAsync(session, 40, Cancel));
    }

    [Fact]
    public async Task A_usual_chat_is_never_deleted_that_way()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, turn) = await rig.SendAsync("Keep me");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);

        Assert.False(await studio.MarkTemporaryAsync(session, isTemporary: true, Cancel));
        await rig.Services.GetRequiredService<TemporaryChats>().PurgeAsync(StudioRig.Owner.UserId, session, Cancel);

        Assert.NotNull(await studio.OpenSessionAsync(session, 40, Cancel));
    }

    private static async Task<Guid> TemporaryAsync(StudioRig rig)
    {
        var session = Guid.NewGuid();
        Assert.True(await rig.As(StudioRig.Owner).MarkTemporaryAsync(session, isTemporary: true, Cancel));
        var (_, turn) = await rig.SendAsync("Secret", session);
        var call = await rig.Google.NextCallAsync();
        call.SendText("Told");
        call.Finish();
        await rig.SettledAsync(turn);
        return session;
    }

    private static async Task<bool> AsTrueAsync(Task task)
    {
        await task;
        return true;
    }

    private static Task Gone(GeminiService studio, Guid session)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        studio.Subscribe(async id =>
        {
            if (id == session && await studio.OpenSessionAsync(session, 1, CancellationToken.None) is null)
            {
                gone.TrySetResult();
            }
        });
        return gone.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }
}
