using GeminiStudio.Runs;

namespace GeminiStudio.Tests.Runs;

public sealed class OrderedWorkTests
{
    private readonly OrderedWork _work = new();
    private readonly Guid _key = Guid.NewGuid();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_added_while_a_piece_is_under_way_comes_after_it_and_work_on_other_things_does_not_wait()
    {
        var (order, first) = (new List<string>(), new TaskCompletionSource());
        var one = _work.Add(_key, async () => { await first.Task; order.Add("first"); });
        var two = _work.Add(_key, () => { order.Add("second"); return Task.CompletedTask; });

        await _work.Add(Guid.NewGuid(), () => Task.CompletedTask).WaitAsync(Cancel);
        Assert.False(two.IsCompleted);
        first.SetResult();
        await _work.WhenDone().WaitAsync(Cancel);

        Assert.Equal(["first", "second"], order);
        Assert.True(one.IsCompletedSuccessfully && two.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_piece_that_fails_tells_whoever_added_it_and_holds_up_nothing()
    {
        var failing = _work.Add(_key, () => throw new InvalidOperationException("broken"));
        var next = _work.Add(_key, () => Task.CompletedTask);

        await _work.WhenDone().WaitAsync(Cancel);
        await next.WaitAsync(Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
    }
}
