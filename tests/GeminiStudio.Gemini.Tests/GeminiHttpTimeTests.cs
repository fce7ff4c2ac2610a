using GeminiStudio.Gemini.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiHttpTimeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact(Timeout = 30_000)]
    public async Task No_headers_within_60_s_is_a_time_out_that_may_be_repeated()
    {
        var asked = new TaskCompletionSource();
        await using var server = new ScriptedServer(x => { asked.SetResult(); return x.HoldAsync(); });
        using var client = Calls.Client(server.Address, time: _time);

        var failing = client.FailureAsync(Calls.Stream);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(failing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var failure = await failing;

        Assert.Equal((GeminiErrorKind.TimedOut, true), (failure.Kind, failure.IsTransient));
        Assert.Contains("60 s (limit for headers)", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false, 60)]
    [InlineData(true, 180)]
    public async Task Silence_in_the_middle_is_a_time_out_later_for_a_model_that_thinks(bool mayThink, int seconds)
    {
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync($"data: {Calls.Hello}\r\n\r\n");
            await x.HoldAsync();
        });
        using var client = Calls.Client(server.Address, time: _time);
        await using var answer = Open(client, Calls.Stream with { MayThink = mayThink });
        Assert.True(await answer.MoveNextAsync());

        _time.Advance(TimeSpan.FromMinutes(5)); // a slow reader is not the server's silence
        var next = answer.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        var failure = await Assert.ThrowsAsync<GeminiException>(() => next);

        Assert.Equal((GeminiErrorKind.TimedOut, true, false), (failure.Kind, failure.AnswerStarted, failure.IsTransient));
        Assert.Contains($"{seconds} s in the middle of the answer (gap limit)", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Headers_and_then_silence_may_have_cost_something_and_is_never_sent_again()
    {
        var asked = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            asked.SetResult();
            await x.HoldAsync();
        });
        var none = TimeSpan.Zero; // no limit but the gap, which begins once the client reads
        using var client = Calls.Client(server.Address, new GeminiOptions { HeadersTimeout = none, FirstChunkTimeout = none, TotalTimeout = none }, _time);

        var failing = client.FailureAsync(Calls.Stream);
        await asked.Task;
        while (!failing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1)); // the limit begins once the client reads
            await Task.Yield();
        }

        var failure = await failing;
        Assert.Equal((GeminiErrorKind.TimedOut, true, false), (failure.Kind, failure.AnswerStarted, failure.IsTransient));
        Assert.Single(server.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_that_drips_is_ended_by_the_total_limit()
    {
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            while (true)
            {
                await x.SendAsync($"data: {Calls.Hello}\r\n\r\n");
            }
        });
        using var client = Calls.Client(server.Address, time: _time);
        await using var answer = Open(client, Calls.Stream);

        var chunks = 0;
        var failure = await Assert.ThrowsAsync<GeminiException>(async () =>
        {
            while (await answer.MoveNextAsync())
            {
                chunks++;
                _time.Advance(TimeSpan.FromSeconds(50));
            }
        });

        Assert.Equal((GeminiErrorKind.TimedOut, true), (failure.Kind, failure.AnswerStarted));
        Assert.Contains("15 min (total limit)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(18, chunks);
    }

    [Fact(Timeout = 30_000)]
    public async Task Bytes_without_a_chunk_do_not_put_off_the_limit_for_the_first_one()
    {
        var dripped = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync(": not yet\n");
            dripped.SetResult();
            await x.HoldAsync();
        });
        using var client = Calls.Client(server.Address, new GeminiOptions { GapTimeout = TimeSpan.FromHours(1), HeadersTimeout = TimeSpan.FromHours(1) }, _time);

        var failing = client.FailureAsync(Calls.Stream);
        await dripped.Task;
        _time.Advance(TimeSpan.FromSeconds(120));

        Assert.Contains("120 s (limit for the first chunk)", (await failing).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_whole_answer_may_take_minutes_before_its_headers()
    {
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            asked.SetResult();
            await go.Task;
            await x.AnswerAsync(200, Calls.Stop);
        });
        using var client = Calls.Client(server.Address, time: _time);

        var answering = client.AllAsync(Calls.Unary);
        await asked.Task;
        _time.Advance(TimeSpan.FromMinutes(10));
        go.SetResult();

        Assert.Equal("!", (await answering).Text());
    }

    [Fact(Timeout = 30_000)]
    public async Task An_error_whose_body_stalls_is_still_told_by_its_status()
    {
        var sent = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await x.WriteAsync("HTTP/1.1 503 X\r\nContent-Length: 500\r\n\r\n{\"error\":");
            sent.SetResult();
            await x.HoldAsync();
        });
        var none = TimeSpan.Zero; // no limit but the gap, which begins once the client reads
        using var client = Calls.Client(server.Address, new GeminiOptions { HeadersTimeout = none, FirstChunkTimeout = none, TotalTimeout = none }, _time);

        var failing = client.FailureAsync(Calls.Stream);
        await sent.Task;
        while (!failing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.Equal(GeminiErrorKind.Unavailable, (await failing).Kind);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("before headers")]
    [InlineData("while reading")]
    [InlineData("between chunks")]
    public async Task A_cancelled_call_stays_a_cancellation_and_closes_the_request_at_once(string when)
    {
        var asked = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            asked.SetResult();
            if (when != "before headers")
            {
                await x.BeginStreamAsync();
                await x.SendAsync($"data: {Calls.Hello}\r\n\r\n");
            }

            await x.UntilClosedAsync();
            closed.SetResult();
        });
        using var client = Calls.Client(server.Address, time: _time);
        using var stop = new CancellationTokenSource();
        await using var answer = client.StreamAsync(Calls.Stream, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = answer.MoveNextAsync().AsTask();
        await asked.Task;
        if (when != "before headers")
        {
            Assert.True(await next);
            next = when == "while reading" ? answer.MoveNextAsync().AsTask() : null;
        }

        await stop.CancelAsync();

        await closed.Task.WaitAsync(TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next ?? answer.MoveNextAsync().AsTask());
        Assert.Equal(stop.Token, failure.CancellationToken);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reader_that_stops_early_closes_the_request()
    {
        var closed = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync($"data: {Calls.Hello}\r\n\r\n");
            await x.UntilClosedAsync();
            closed.SetResult();
        });
        using var client = Calls.Client(server.Address, time: _time);

        await using (var answer = Open(client, Calls.Stream))
        {
            await answer.MoveNextAsync();
        }

        await closed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static IAsyncEnumerator<GeminiChunk> Open(GeminiHttpClient client, GeminiCall call) =>
        client.StreamAsync(call, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
}
