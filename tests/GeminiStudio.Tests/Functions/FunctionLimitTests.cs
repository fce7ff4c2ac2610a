using GeminiStudio.Functions;
using GeminiStudio.Sessions;
using GeminiStudio.Tests.Studio;

namespace GeminiStudio.Tests.Functions;

public sealed class FunctionLimitTests
{
    private const string Declared = """[{"name":"look","parameters":{"type":"OBJECT","properties":{"n":{"type":"INTEGER"}}}}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_thirty_two_calls_in_a_row_the_next_ones_wait_for_a_person()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var answers = new FunctionAnswers { Functions = new Dictionary<string, FunctionAnswer> { ["look"] = new() { Kind = AnswerKind.Mock, Mock = "{}" } } };
        var functions = new FunctionSettings { IsOn = true, Declarations = Declared, Answers = answers.Write() };
        var (session, _) = await rig.SendAsync("Look", settings: StudioRig.Settings with { Functions = functions });
        await CallAsync(rig, 30);
        await CallAsync(rig, 5);

        var turn = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[^1].Id;
        await rig.SettledAsync(turn);
        var calls = (await rig.CallsAsync(turn, c => c.Calls.Count(x => x.Answer is not null) >= 2)).Calls; // a look in the middle of the work may see the first alone

        Assert.Equal([true, true, false, false, false], calls.Select(c => c.Answer is not null));
        Assert.All(calls.Skip(2), c => Assert.Equal("32 calls in a row were answered without you, so this one waits.", c.Note));
        Assert.Equal(2, rig.Google.Count);

        await studio.ApproveCallsAsync(turn, [2, 3, 4], Cancel);
        (await rig.Google.NextCallAsync()).Finish();
        Assert.Equal(3, rig.Google.Count);
    }

    private static async Task CallAsync(StudioRig rig, int count)
    {
        var parts = string.Join(',', Enumerable.Range(0, count).Select(n => $$$$"""{"functionCall":{"name":"look","args":{"n":{{{{n}}}}}}}"""));
        var call = await rig.Google.NextCallAsync();
        call.Send(Chunks.Of($$$"""{"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"},"index":0}]}"""));
        call.Send(Chunks.Of("""{"candidates":[{"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15}}"""));
        call.Eof();
    }
}
