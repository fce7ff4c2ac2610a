using GeminiStudio.Gemini.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class RetryingGeminiClientTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<GeminiWait> _waits = [];

    [Fact(Timeout = 30_000)]
    public async Task It_waits_as_long_as_Google_asks_and_then_gives_the_answer()
    {
        var inner = Failing(1, new GeminiException(GeminiErrorKind.RateLimited, "busy") { RetryAfter = TimeSpan.FromSeconds(3) });

        var answering = Retrying(inner).AllAsync(Call());
        _time.Advance(TimeSpan.FromSeconds(2.99));
        Assert.Single(inner.Calls);
        _time.Advance(TimeSpan.FromSeconds(0.01));

        Assert.Equal("Hello!", (await answering).Text());
        Assert.Equal(2, inner.Calls.Count);
        var wait = Assert.Single(_waits);
        Assert.Equal((2, 3, TimeSpan.FromSeconds(3), GeminiErrorKind.RateLimited), (wait.NextAttempt, wait.MaxAttempts, wait.Delay, wait.Cause.Kind));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0.0, new[] { 1.0, 2.0, 4.0 })]
    [InlineData(1.0, new[] { 1.25, 2.5, 5.0 })]
    public async Task Without_a_word_from_Google_it_waits_longer_each_time(double random, double[] seconds)
    {
        var inner = Failing(9, new GeminiException(GeminiErrorKind.RateLimited, "busy"));
        var client = new RetryingGeminiClient(inner, new GeminiOptions { MaxAttempts = 4 }, _time, () => random);

        var failing = client.FailureAsync(Call());
        await PassAsync(failing);

        Assert.Equal(GeminiErrorKind.RateLimited, (await failing).Kind);
        Assert.Equal(seconds, _waits.Select(w => w.Delay.TotalSeconds));
        Assert.Equal(4, inner.Calls.Count);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    public async Task A_passing_failure_of_the_server_is_tried_three_times_in_all(int status)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(status, "").AsTask());
        using var http = Calls.Client(server.Address); // its own clock: only the waits between attempts pass here

        var failing = Retrying(http).FailureAsync(Call());
        await PassAsync(failing);

        Assert.Equal(status, (await failing).HttpStatus);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(GeminiErrorKind.QuotaExhausted)]
    [InlineData(GeminiErrorKind.InvalidRequest)]
    [InlineData(GeminiErrorKind.KeyRejected)]
    [InlineData(GeminiErrorKind.KeyMissing)]
    [InlineData(GeminiErrorKind.NotFound)]
    [InlineData(GeminiErrorKind.Protocol)]
    [InlineData(GeminiErrorKind.Interrupted)]
    [InlineData(GeminiErrorKind.TooLarge)]
    [InlineData(GeminiErrorKind.Other)]
    public async Task What_waiting_cannot_mend_is_not_repeated(GeminiErrorKind kind)
    {
        var inner = Failing(1, new GeminiException(kind, "no") { RetryAfter = TimeSpan.FromSeconds(1) });

        Assert.Equal(kind, (await Retrying(inner).FailureAsync(Call())).Kind);
        Assert.Single(inner.Calls);
        Assert.Empty(_waits);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_wait_over_a_minute_is_shown_instead_of_slept()
    {
        var inner = Failing(1, new GeminiException(GeminiErrorKind.RateLimited, "busy") { RetryAfter = TimeSpan.FromSeconds(120) });

        var failure = await Retrying(inner).FailureAsync(Call());

        Assert.Equal(TimeSpan.FromSeconds(120), failure.RetryAfter);
        Assert.Single(inner.Calls);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nothing_is_repeated_after_the_first_chunk()
    {
        var inner = new ScriptedClient((_, _, _) => ScriptedClient.Fail(new GeminiException(GeminiErrorKind.Unavailable, "late"), Calls.Hello));
        var seen = new List<GeminiChunk>();

        var failure = await Assert.ThrowsAsync<GeminiException>(async () =>
        {
            await foreach (var chunk in Retrying(inner).StreamAsync(Call(), TestContext.Current.CancellationToken))
            {
                seen.Add(chunk);
            }
        });

        Assert.Equal(("late", "Hello", 1), (failure.Message, seen.Text(), inner.Calls.Count));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failure_that_says_the_answer_had_begun_is_not_repeated()
    {
        var inner = Failing(1, new GeminiException(GeminiErrorKind.TimedOut, "gap") { AnswerStarted = true });

        await Retrying(inner).FailureAsync(Call());

        Assert.Single(inner.Calls);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_person_can_cancel_the_wait()
    {
        var inner = Failing(1, new GeminiException(GeminiErrorKind.Unavailable, "busy"));
        using var stop = new CancellationTokenSource();

        var answering = Retrying(inner).StreamAsync(Call(), stop.Token).ToListAsync(TestContext.Current.CancellationToken).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answering);
        Assert.Single(inner.Calls);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_attempt_means_one()
    {
        var inner = Failing(1, new GeminiException(GeminiErrorKind.Unavailable, "busy"));

        await new RetryingGeminiClient(inner, new GeminiOptions { MaxAttempts = 1 }, _time).FailureAsync(Call());

        Assert.Single(inner.Calls);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_without_any_chunk_is_passed_on_as_that()
    {
        Assert.Empty(await Retrying(new ScriptedClient((_, _, _) => ScriptedClient.Yield())).AllAsync(Call()));
    }

    private GeminiCall Call() => Calls.Stream with { Waiting = _waits.Add };

    private RetryingGeminiClient Retrying(IGeminiClient inner) => new(inner, new GeminiOptions(), _time, () => 0);

    private static ScriptedClient Failing(int times, GeminiException failure) =>
        new((_, n, _) => n <= times ? ScriptedClient.Fail(failure) : ScriptedClient.Yield(Calls.Hello, Calls.Stop));

    /// <summary>Lets time pass until it is over.</summary>
    private async Task PassAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }
    }
}
