using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using GeminiStudio.Runs;
using GeminiStudio.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Tests.Upstream;

/// <summary>Many calls and a key with a limit: row U-04.</summary>
public sealed class KeyLineTests
{
    private readonly FakeTimeProvider _time = Faults.Clock();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task U_04_fifty_calls_on_a_key_that_takes_five_a_second_are_all_answered_and_nobody_starves()
    {
        await using var rig = await StudioRig.StartAsync(time: _time);
        var google = new FivePerSecond(_time);
        var client = Client(rig, google);
        var start = _time.GetUtcNow();

        var calls = Enumerable.Range(0, 50).Select(i => AnswerAsync(client, Call(user: i % 5))).ToList();
        var answered = await _time.PassAsync(Task.WhenAll(calls));

        Assert.All(answered, at => Assert.True(at - start < TimeSpan.FromSeconds(30), $"Answered after {at - start}."));
        Assert.True(google.Requests <= 50 + 45 + 15, $"{google.Requests} requests for 50 answers."); // the first burst, and a few at the windows' edges
    }

    [Fact]
    public async Task U_04_people_take_turns_and_everybody_sees_a_place_that_only_gets_better()
    {
        await using var rig = await StudioRig.StartAsync(time: _time);
        var google = new FivePerSecond(_time) { IsClosed = true };
        var client = Client(rig, google, attempts: 1);
        await Assert.ThrowsAsync<GeminiException>(() => AnswerAsync(client, Call(user: 0)));
        google.IsClosed = false;
        var places = new ConcurrentDictionary<int, ConcurrentQueue<int>>();
        var order = new ConcurrentQueue<int>();
        var waiting = new List<Task>();
        foreach (var (call, user) in new[] { (1, 7), (2, 7), (3, 7), (4, 8), (5, 9) }) // one person with three calls, then two with one each
        {
            waiting.Add(RunAsync(call, user));
        }

        await _time.PassAsync(Task.WhenAll(waiting).ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default));

        Assert.Equal([1, 4, 5, 2, 3], order);
        Assert.Equal([1], places[1].Distinct());
        Assert.Equal([3, 4, 5, 4, 3, 2, 1], places[3].Aggregate(new List<int>(), (all, place) => [.. all, .. all.LastOrDefault() == place ? Array.Empty<int>() : [place]]));

        async Task RunAsync(int call, int user)
        {
            await AnswerAsync(client, Call(user) with
            {
                Queued = place => { if (place is not null) { places.GetOrAdd(call, _ => new()).Enqueue(place.Position); } },
                Settled = null,
            });
            order.Enqueue(call);
        }
    }

    [Fact]
    public async Task A_wait_that_nobody_sits_through_is_told_at_once_and_nothing_is_sent()
    {
        await using var rig = await StudioRig.StartAsync(time: _time);
        var google = new FivePerSecond(_time) { IsClosed = true, RetryAfter = TimeSpan.FromSeconds(120) };
        var client = Client(rig, google, attempts: 1);
        await Assert.ThrowsAsync<GeminiException>(() => AnswerAsync(client, Call(user: 0)));

        var failure = await Assert.ThrowsAsync<GeminiException>(() => AnswerAsync(client, Call(user: 1)));

        Assert.Equal((GeminiErrorKind.RateLimited, null, TimeSpan.FromSeconds(120)), (failure.Kind, failure.HttpStatus, failure.RetryAfter));
        Assert.Equal(1, google.Requests);
        google.IsClosed = false;
        await AnswerAsync(client, Call(user: 1) with { Model = "another" }); // limits count by model
        _time.Advance(TimeSpan.FromSeconds(300));
        await AnswerAsync(client, Call(user: 1));
    }

    [Fact]
    public async Task A_call_that_is_given_up_leaves_the_line()
    {
        await using var rig = await StudioRig.StartAsync(time: _time);
        var google = new FivePerSecond(_time) { IsClosed = true };
        var client = Client(rig, google, attempts: 1);
        await Assert.ThrowsAsync<GeminiException>(() => AnswerAsync(client, Call(user: 0)));
        google.IsClosed = false;
        using var stop = new CancellationTokenSource();
        var first = AnswerAsync(client, Call(user: 1), stop.Token);
        var place = new TaskCompletionSource();
        var second = AnswerAsync(client, Call(user: 2) with { Queued = p => { if (p?.Position == 1) { place.TrySetResult(); } } });

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await place.Task.WaitAsync(Cancel);
        await _time.PassAsync(second);
        Assert.Equal(2, google.Requests);
    }

    [Fact]
    public async Task A_run_in_line_shows_its_place_and_a_stop_there_has_used_nothing()
    {
        await using var rig = await StudioRig.StartAsync(time: _time);
        var (_, first) = await rig.SendAsync("One");
        (await rig.Google.NextCallAsync()).Fail(Faults.Error(GeminiErrorKind.RateLimited, 429, TimeSpan.FromSeconds(20)));
        await StudioRig.SignalledAsync(rig.As(StudioRig.Owner).Watch(first)!, s => s.Wait is not null);

        var (_, second) = await rig.SendAsync("Two");
        var shown = await StudioRig.SignalledAsync(rig.As(StudioRig.Owner).Watch(second)!, s => s.Wait?.Position is not null);
        rig.As(StudioRig.Owner).Stop(second);
        rig.As(StudioRig.Owner).Stop(first);

        Assert.Equal((1, 1), (shown.Wait!.Position, shown.Wait.Waiting));
        Assert.InRange(shown.Wait.Until - _time.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20));
        Assert.Null((await rig.SettledAsync(second)).Usage);
        await rig.SettledAsync(first);
        await rig.CheckAsync(requests: 1);
    }

    private RetryingGeminiClient Client(StudioRig rig, IGeminiClient google, int attempts = 3)
    {
        var options = new GeminiOptions { MaxAttempts = attempts };
        return new RetryingGeminiClient(new PacedClient(google, rig.Services.GetRequiredService<KeyRing>(), options, _time), options, _time);
    }

    private StudioCall Call(int user) => new()
    {
        Method = GeminiMethod.StreamGenerateContent,
        Model = "m",
        CallId = Guid.NewGuid(),
        UserId = new Guid(user, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
        Since = _time.GetUtcNow(),
        ModelInfo = new ModelInfo { Id = "m", ApiId = "m", DisplayName = "M" },
        Estimate = new Estimate(1, 1, 0),
    };

    private async Task<DateTimeOffset> AnswerAsync(IGeminiClient client, StudioCall call, CancellationToken? cancel = null)
    {
        await foreach (var _ in client.StreamAsync(call, cancel ?? Cancel))
        {
            // One chunk is the answer.
        }

        return _time.GetUtcNow();
    }

    /// <summary>A server that takes five requests in any second and asks the others to come back.</summary>
    private sealed class FivePerSecond(TimeProvider time) : IGeminiClient
    {
        private readonly Lock _gate = new();
        private readonly Queue<DateTimeOffset> _taken = new();

        public int Requests { get; private set; }

        public bool IsClosed { get; set; }

        public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

        public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            lock (_gate)
            {
                Requests++;
                var now = time.GetUtcNow();
                while (_taken.TryPeek(out var old) && now - old >= TimeSpan.FromSeconds(1))
                {
                    _taken.Dequeue();
                }

                if (IsClosed || _taken.Count >= 5)
                {
                    throw Faults.Error(GeminiErrorKind.RateLimited, 429, RetryAfter);
                }

                _taken.Enqueue(now);
            }

            yield return Chunks.Of("{}");
        }
    }
}
