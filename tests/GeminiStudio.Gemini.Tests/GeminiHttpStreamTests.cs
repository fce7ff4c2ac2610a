using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiHttpStreamTests
{
    private const long MostGrowth = 192L << 20; // other tests run in this process at the same time
    private const string Overloaded = "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"The model is overloaded.\",\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n";

    [Fact(Timeout = 30_000)]
    public async Task Chunks_arrive_one_by_one_while_the_server_still_writes()
    {
        var more = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync($"data: {Calls.Hello}\r\n\r\n");
            await more.Task;
            await x.SendAsync($"data: {Calls.Stop}\r\n\r\n");
            await x.EndStreamAsync();
        });
        using var client = Calls.Client(server.Address);
        await using var answer = client.StreamAsync(Calls.Stream, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await answer.MoveNextAsync());
        Assert.Equal(Calls.Hello, answer.Current.Json.Utf8());
        more.SetResult();
        Assert.True(await answer.MoveNextAsync());
        Assert.Equal("STOP", answer.Current.FinishReason);
        Assert.False(await answer.MoveNextAsync());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_character_split_over_two_pieces_arrives_whole()
    {
        var bytes = Encoding.UTF8.GetBytes("data: " + Calls.Hello.Replace("Hello", "é😀", StringComparison.Ordinal) + "\r\n\r\n");
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            foreach (var b in bytes)
            {
                await x.WriteAsync((byte[])[.. "1\r\n"u8, b, .. "\r\n"u8]);
            }

            await x.EndStreamAsync();
        });
        using var client = Calls.Client(server.Address);

        Assert.Equal("é😀", (await client.AllAsync(Calls.Stream)).Text());
    }

    [Theory(Timeout = 30_000)]
    [InlineData("[" + Calls.Hello + "\n,\r\n" + Calls.Stop + "\n]")]
    [InlineData(Calls.Hello + Calls.Stop)]
    [InlineData("data: " + Calls.Hello + "\n\ndata: " + Calls.Stop)]
    [InlineData("data: " + Calls.Hello + "\n\ndata: " + Calls.Stop + "\n\ndata: [DONE]\n\n")]
    public async Task A_server_that_frames_its_answer_another_way_is_understood(string body)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, body).AsTask());
        using var client = Calls.Client(server.Address);

        Assert.Equal("Hello!", (await client.AllAsync(Calls.Stream)).Text());
    }

    [Fact(Timeout = 30_000)]
    public async Task A_stream_that_ends_in_order_without_a_finish_reason_is_left_to_the_run()
    {
        await using var server = new ScriptedServer(async x =>
        {
            await x.WriteAsync($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: {Calls.Hello}\r\n\r\n");
            x.Close();
        });
        using var client = Calls.Client(server.Address);

        Assert.Null(Assert.Single(await client.AllAsync(Calls.Stream)).FinishReason);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("reset")]
    [InlineData("fin")]
    [InlineData("cut")]
    public async Task A_connection_that_breaks_after_a_chunk_is_interrupted_and_keeps_the_chunk(string how)
    {
        var seen = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync($"data: {Calls.Hello}\r\n\r\n" + (how == "cut" ? "data: {\"candidates\": [{\"con" : ""));
            await seen.Task;
            switch (how)
            {
                case "reset": x.Reset(); break;
                case "fin": x.Close(); break;
                default: await x.EndStreamAsync(); break;
            }
        });
        using var client = Calls.Client(server.Address);
        await using var answer = client.StreamAsync(Calls.Stream, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await answer.MoveNextAsync());
        seen.SetResult();
        var failure = await Assert.ThrowsAsync<GeminiException>(async () => await answer.MoveNextAsync());

        Assert.Equal((GeminiErrorKind.Interrupted, true, false), (failure.Kind, failure.AnswerStarted, failure.IsTransient));
        Assert.Single(server.Requests);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n")]
    [InlineData(Overloaded)]
    public async Task An_error_inside_the_stream_is_a_failure_that_knows_whether_the_answer_had_begun(string error)
    {
        await using var server = new ScriptedServer(
            x => x.AnswerAsync(200, $"data: {Calls.Hello}\r\n\r\n{error}", "text/event-stream").AsTask(),
            x => x.AnswerAsync(200, error, "text/event-stream").AsTask());
        using var client = Calls.Client(server.Address);

        var late = await client.FailureAsync(Calls.Stream);
        var early = await client.FailureAsync(Calls.Stream);

        Assert.Equal((GeminiErrorKind.Unavailable, 503, "UNAVAILABLE", "The model is overloaded."), (late.Kind, late.HttpStatus, late.Status, late.Message));
        Assert.Equal((true, false), (late.AnswerStarted, late.IsTransient));
        Assert.Equal((false, true), (early.AnswerStarted, early.IsTransient));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("data: {\"candidates\":[}\n\n")]
    [InlineData("data: null\n\n")]
    [InlineData("data: [1]\n\n")]
    [InlineData("data: <html>\n\n")]
    [InlineData("data: {\"a\":1}}\n\n")]
    public async Task A_malformed_event_is_a_protocol_failure_with_its_text_and_no_key(string bad)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, $"data: {Calls.Hello}\n\n{bad.Replace("\n\n", $" ?key={Calls.Key}\n\n", StringComparison.Ordinal)}").AsTask());
        using var client = Calls.Client(server.Address);

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal((GeminiErrorKind.Protocol, true), (failure.Kind, failure.AnswerStarted));
        Assert.Contains("?key=***", failure.RawBody, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", failure.ToString() + failure.RawBody, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(200, "<!DOCTYPE html><html>Sign in to the hotel</html>", "text/html")]
    [InlineData(200, "", "application/json")]
    [InlineData(200, "null", "application/json")]
    public async Task A_page_or_nothing_instead_of_an_answer_is_a_protocol_failure(int status, string body, string type)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(status, body, type).AsTask());
        using var client = Calls.Client(server.Address);

        Assert.Equal(GeminiErrorKind.Protocol, (await client.FailureAsync(Calls.Unary)).Kind);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_event_of_300_MB_is_refused_before_it_is_held()
    {
        var block = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
        var sent = 0;
        var ended = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            try
            {
                await x.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 314572800\r\n\r\ndata: {\"text\":\"");
                for (; sent < 300; sent++)
                {
                    await x.WriteAsync(block);
                }
            }
            finally
            {
                ended.SetResult();
            }
        });
        using var client = Calls.Client(server.Address);
        var before = Environment.WorkingSet;

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal(GeminiErrorKind.TooLarge, failure.Kind);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken); // the writer knows by now what it wrote
        Assert.InRange(sent, 32, 100); // the limit, and what the sockets' buffers hold: tens of MB when the reader has to wait
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, MostGrowth);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_endless_stream_of_small_events_is_refused_at_its_limit()
    {
        var chunks = 0;
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            while (true)
            {
                await x.SendAsync($"data: {Calls.Hello}\r\n\r\n");
            }
        });
        using var client = Calls.Client(server.Address, new GeminiOptions { MaxStreamBytes = 10_000 });

        var failure = await Assert.ThrowsAsync<GeminiException>(async () =>
        {
            await foreach (var chunk in client.StreamAsync(Calls.Stream, TestContext.Current.CancellationToken))
            {
                chunks++;
            }
        });

        Assert.Equal((GeminiErrorKind.TooLarge, true), (failure.Kind, failure.AnswerStarted));
        Assert.InRange(chunks, 50, 110);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_endless_stream_of_large_events_does_not_pile_up_before_its_limit()
    {
        var text = Calls.Hello.Replace("Hello", new string('x', 1 << 20), StringComparison.Ordinal);
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            while (true)
            {
                await x.SendAsync($"data: {text}\r\n\r\n");
            }
        });
        using var client = Calls.Client(server.Address);
        var before = Memory();
        var (most, seen) = (0L, 0);

        var failure = await Assert.ThrowsAsync<GeminiException>(async () =>
        {
            await foreach (var chunk in client.StreamAsync(Calls.Stream, TestContext.Current.CancellationToken))
            {
                if (++seen % 16 == 0) // twelve looks: each halts every other test
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
        });

        Assert.Equal(GeminiErrorKind.TooLarge, failure.Kind);
        Assert.InRange(most, 0, MostGrowth); // 200 MB went by
    }

    private static long Memory()
    {
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_body_of_a_call_that_does_not_stream_has_a_limit_too()
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, $$"""{"a":"{{new string('x', 5000)}}"}""").AsTask());
        using var client = Calls.Client(server.Address, new GeminiOptions { MaxEventBytes = 4096 });

        Assert.Equal(GeminiErrorKind.TooLarge, (await client.FailureAsync(Calls.Unary)).Kind);
    }
}
