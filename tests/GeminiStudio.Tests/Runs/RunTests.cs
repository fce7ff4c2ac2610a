using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Runs;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Runs;

public sealed class RunTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_run_outlives_its_viewer_and_a_later_viewer_sees_all_of_it(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();
        call.SendText("First. ");
        await rig.ShownAsync(turn, "First.");

        call.SendText("Second. "); // nobody watches
        var late = await rig.ShownAsync(turn, "Second.");
        call.Finish();

        Assert.Equal("First. Second. ", late.Text);
        var settled = await rig.SettledAsync(turn);
        Assert.Equal((TurnState.Completed, "First. Second. "), (settled.State, settled.Text));
    }

    [Fact]
    public async Task Two_viewers_see_the_same_run()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();
        var (one, two) = (rig.As(StudioRig.Owner).Watch(turn)!, rig.As(StudioRig.Owner).Watch(turn)!);

        call.SendText("Both see this");
        var seen = await Task.WhenAll(
            StudioRig.SignalledAsync(one, s => s.Text.Length > 0), StudioRig.SignalledAsync(two, s => s.Text.Length > 0));

        Assert.All(seen, s => Assert.Equal("Both see this", s.Text));
        Assert.Equal(1, rig.Google.Count);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_a_viewer_has_seen_is_in_the_database_already(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();

        call.SendText("saved before seen");
        await rig.ShownAsync(turn, "saved before seen");

        await using var db = await rig.DbAsync();
        var segments = await db.Segments.Where(s => s.TurnId == turn).Select(s => s.Parts).ToListAsync(Cancel);
        Assert.Contains("saved before seen", string.Concat(segments), StringComparison.Ordinal);
        Assert.Equal(TurnState.Streaming, await db.Turns.Where(t => t.Id == turn).Select(t => t.State).SingleAsync(Cancel));
    }

    [Fact]
    public async Task Stop_keeps_the_text_so_far_and_leaves_Google_at_once()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();
        call.SendText("so far");
        await rig.ShownAsync(turn, "so far");

        rig.As(StudioRig.Owner).Stop(turn);
        var settled = await rig.SettledAsync(turn);

        Assert.True(call.Aborted.IsCancellationRequested);
        Assert.Equal((TurnState.Cancelled, "so far", true), (settled.State, settled.Text, settled.IsEstimated));
    }

    [Fact]
    public async Task A_stream_that_just_ends_is_interrupted_not_done()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();

        call.SendText("half a sen");
        call.Eof();

        var settled = await rig.SettledAsync(turn);
        Assert.Equal((TurnState.Interrupted, "half a sen"), (settled.State, settled.Text));
    }

    [Fact]
    public async Task A_failure_keeps_Googles_words_and_the_key_that_was_used()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();

        call.Fail(new GeminiException(GeminiErrorKind.InvalidRequest, "Unknown name \"x\"") { HttpStatus = 400, Status = "INVALID_ARGUMENT" });

        var settled = await rig.SettledAsync(turn);
        Assert.Equal(TurnState.Failed, settled.State);
        Assert.Equal((GeminiErrorKind.InvalidRequest, "Unknown name \"x\"", 400, "abcd"),
            (settled.Error!.Kind, settled.Error.Message, settled.Error.HttpStatus!.Value, settled.Error.KeyFingerprint));
    }

    [Fact]
    public async Task A_rejected_key_is_remembered_with_Googles_words()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();

        call.Fail(new GeminiException(GeminiErrorKind.KeyRejected, "API key not valid.") { HttpStatus = 400 });
        await rig.SettledAsync(turn);

        Assert.Equal("API key not valid.", rig.As(StudioRig.Owner).KeyStatus.Rejection);
    }

    [Fact]
    public async Task Signed_parts_stay_as_they_came_and_plain_text_is_joined()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var call = await rig.Google.NextCallAsync();

        call.Send(Chunks.Thought("I "));
        call.Send(Chunks.Thought("think"));
        call.SendText("a");
        call.SendText("b");
        call.Finish();
        await rig.SettledAsync(turn);

        await using var db = await rig.DbAsync();
        Assert.Equal(
            """[{"text":"I think","thought":true},{"text":"ab"},{"text":"","thoughtSignature":"c2ln"}]""",
            await db.Turns.Where(t => t.Id == turn).Select(t => t.Parts).SingleAsync(Cancel));
        Assert.False(await db.Segments.AnyAsync(Cancel));
    }

    [Fact]
    public async Task Nobody_watches_a_run_of_somebody_else()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        var stranger = await rig.AddPersonAsync();

        Assert.Null(rig.As(stranger).Watch(turn));
        Assert.Null(await rig.As(stranger).ViewTurnAsync(turn, Cancel));
        Assert.Null(await rig.As(stranger).RawAsync(turn, Cancel));
    }

    [Fact]
    public async Task Shutdown_saves_a_run_as_interrupted()
    {
        var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        (await rig.Google.NextCallAsync()).SendText("before the end");
        var run = rig.As(StudioRig.Owner).Watch(turn)!;
        await StudioRig.SignalledAsync(run, s => s.Text.Length > 0);

        run.Cancel(TurnState.Interrupted);
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Interrupted, "before the end"), (settled.State, settled.Text));
        await rig.DisposeAsync();
    }
}
