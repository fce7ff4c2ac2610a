using GeminiStudio.Gemini;
using GeminiStudio.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Runs;

public sealed class ThoughtTimeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task How_long_a_model_thought_is_kept_with_its_answer_and_goes_along_with_a_copy(DatabaseKind kind)
    {
        var time = Faults.Clock();
        await using var rig = await StudioRig.StartAsync(kind, time);
        var (session, turn) = await rig.SendAsync("Why?");
        var call = await rig.Google.NextCallAsync();
        var run = rig.Services.GetRequiredService<RunRegistry>().Find(turn)!;
        call.Send(Chunks.Thought("**Weighing it**"));
        await StudioRig.SignalledAsync(run, s => s.Thoughts.Length > 0);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(4000, run.Snapshot.ThoughtsMs); // while it thinks

        call.SendText("So.");
        call.Finish();
        await rig.SettledAsync(turn);

        var studio = rig.As(StudioRig.Owner);
        Assert.Equal(4000, (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[^1].ThoughtsMs); // as after a reload
        Assert.Equal(4000, (await studio.ReceiptAsync(turn, Cancel))!.ThoughtsMs);
        var branch = Guid.NewGuid();
        Assert.True(await studio.BranchSessionAsync(turn, branch, allBranches: false, Cancel));
        Assert.Equal(4000, (await studio.OpenSessionAsync(branch, 40, Cancel))!.Turns[^1].ThoughtsMs);
    }

    [Fact]
    public void Each_pause_for_thought_counts_and_the_answer_between_does_not()
    {
        var clock = new AnswerClock();

        Assert.Null(clock.ThoughtsMs(500));
        Assert.True(clock.Add([Part(isThought: true)], 1000));
        Assert.False(clock.Add([Part(isThought: true)], 2000));
        clock.Add([Part(isThought: false)], 3500);
        clock.Add([Part(isThought: false)], 9000);
        clock.Add([Part(isThought: true), Part(isThought: false)], 10_000); // in one piece: it took no time that we know of
        clock.Add([Part(isThought: true)], 11_000);

        Assert.Equal((1000, 2500 + 1000), (clock.FirstTokenMs!.Value, clock.ThoughtsMs(12_000)!.Value));
    }

    [Fact]
    public void An_answer_without_thoughts_says_nothing_of_them()
    {
        var clock = new AnswerClock();

        clock.Add([Part(isThought: false)], 1000);

        Assert.Null(clock.ThoughtsMs(2000));
    }

    private static GeminiPart Part(bool isThought) => new(default, "a", isThought, HasSignature: false);
}
