using System.Text;
using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Gemini.Tests.Support;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Upstream;

/// <summary>An answer that begins and then goes wrong on a real socket: rows U-06 and U-10 to U-18, as they are stored and told.</summary>
public sealed class BrokenStreamTests
{
    private const string Key = "AIzaSyTHIS-IS-the-CANARY-key-0123456789";
    private const string Hello = """{"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":1,"totalTokenCount":8}}""";
    private const string Stop = """{"candidates":[{"content":{"parts":[{"text":"!"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2,"totalTokenCount":9}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task U_06_a_key_in_Googles_words_is_in_no_file_and_no_log()
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(400, $$$"""{"error":{"code":400,"message":"Bad {{{Key}}} here","status":"INVALID_ARGUMENT"}}""").AsTask());
        await using var rig = await StartAsync(server);

        var (_, turn) = await rig.SendAsync("Hi");
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Failed, "Bad *** here"), (settled.State, settled.Error!.Message));
        Assert.Equal(LedgerSource.None, Assert.Single(await rig.CheckAsync(requests: 1)).Source);
        Assert.DoesNotContain(rig.Logs.Lines, l => l.Contains("CANARY", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(rig.DataDirectory, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.DoesNotContain("CANARY", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("fin")]
    [InlineData("eof")]
    public async Task U_10_to_U_12_a_stream_that_breaks_off_keeps_its_text_and_is_not_sent_again(string how)
    {
        var seen = new TaskCompletionSource();
        await using var server = new ScriptedServer(async x =>
        {
            await (how == "eof" ? x.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + $"data: {Hello}\r\n\r\n") : x.BeginStreamAsync());
            await (how == "eof" ? default : x.SendAsync($"data: {Hello}\r\n\r\n"));
            await seen.Task;
            if (how == "reset")
            {
                x.Reset();
            }
            else
            {
                x.Close();
            }
        });
        await using var rig = await StartAsync(server);
        var (_, turn) = await rig.SendAsync("Hi");
        await rig.ShownAsync(turn, "Hello");

        seen.SetResult();
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Interrupted, "Hello", true, null), (settled.State, settled.Text, settled.IsEstimated, settled.FinishReason));
        Assert.Single(server.Requests);
        var row = Assert.Single(await rig.CheckAsync(requests: 1));
        Assert.Equal((LedgerSource.Estimated, "Interrupted", 7), (row.Source, row.Failure, row.PromptTokens));
        Assert.True(row.OutputTokens > 0);
    }

    [Fact]
    public async Task U_13_headers_and_then_silence_is_interrupted_and_not_sent_again()
    {
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.HoldAsync();
        });
        await using var rig = await StartAsync(server, ("GapTimeout", "00:00:00.3"), ("ThinkingGapTimeout", "00:00:00.3"));

        var (_, turn) = await rig.SendAsync("Hi");
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Interrupted, GeminiErrorKind.TimedOut, true), (settled.State, settled.Error!.Kind, settled.IsEstimated));
        Assert.Contains("Nothing came for 0.3 s", settled.Error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Equal((LedgerSource.Estimated, "TimedOut"), Assert.Single((await rig.CheckAsync(requests: 1)).Select(l => (l.Source, l.Failure))));
    }

    [Fact]
    public async Task U_14_an_answer_that_drips_is_ended_by_the_clock_and_its_text_stays()
    {
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync($"data: {Hello}\r\n\r\ndata: {{\"a\":\"");
            while (true)
            {
                await x.SendAsync("x"); // never silent, never done
            }
        });
        var time = Faults.Clock();
        await using var rig = await StartAsync(server, DatabaseKind.Sqlite, time, ("GapTimeout", "01:00:00"), ("ThinkingGapTimeout", "01:00:00"));

        var (_, turn) = await rig.SendAsync("Hi");
        await rig.ShownAsync(turn, "Hello");
        time.Advance(TimeSpan.FromMinutes(15)); // the total limit, and no other
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Interrupted, "Hello", GeminiErrorKind.TimedOut), (settled.State, settled.Text, settled.Error!.Kind));
        Assert.Contains("(total limit)", settled.Error.Message, StringComparison.Ordinal);
        Assert.Equal(LedgerSource.Estimated, Assert.Single(await rig.CheckAsync(requests: 1)).Source);
    }

    [Theory]
    [InlineData("{\"candidates\":[}")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("{\"a\":1} {\"b\":2}")]
    [InlineData("{\"a\":\"\\x\"}")]
    public async Task U_15_a_piece_that_cannot_be_read_is_kept_for_whoever_looks_and_the_text_stays(string piece)
    {
        var bad = piece + $" ?key={Key} " + new string('é', 5000);
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, $"data: {Hello}\n\ndata: {bad}\n\n", "text/event-stream").AsTask());
        await using var rig = await StartAsync(server);

        var (_, turn) = await rig.SendAsync("Hi");
        var settled = await rig.SettledAsync(turn);
        var raw = await rig.As(StudioRig.Owner).RawAsync(turn, Cancel);

        Assert.Equal((TurnState.Failed, "Hello", GeminiErrorKind.Protocol), (settled.State, settled.Text, settled.Error!.Kind));
        Assert.StartsWith(piece + " ?key=***", raw!.Failure, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(raw.Failure!), 4000, 4096);
        Assert.Contains("Hello", raw.Response, StringComparison.Ordinal);
        Assert.Equal((LedgerSource.Estimated, "Protocol"), Assert.Single((await rig.CheckAsync(requests: 1)).Select(l => (l.Source, l.Failure))));
    }

    [Theory]
    [InlineData("MaxEventBytes")]
    [InlineData("MaxStreamBytes")]
    public async Task U_17_an_answer_without_end_is_stopped_and_what_came_stays(string limit)
    {
        await using var server = new ScriptedServer(async x =>
        {
            await x.BeginStreamAsync();
            await x.SendAsync($"data: {Hello}\n\ndata: {{\"a\":\"");
            while (true)
            {
                await x.SendAsync(new string('x', 1000));
            }
        });
        await using var rig = await StartAsync(server, (limit, "50000"));

        var (_, turn) = await rig.SendAsync("Hi");
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Failed, "Hello", GeminiErrorKind.TooLarge), (settled.State, settled.Text, settled.Error!.Kind));
        Assert.Equal("TooLarge", Assert.Single(await rig.CheckAsync(requests: 1)).Failure);
    }

    [Theory]
    [InlineData("""{"text":"half \ud83d pair"}""", "half \uFFFD pair")]
    [InlineData("""{"text":"other \udc00 half"}""", "other \uFFFD half")]
    [InlineData("""{"text":"signed \ud83d","thoughtSignature":"c2ln"}""", "signed \uFFFD")]
    [InlineData("""{"text":"zero \u0000 byte"}""", "zero \0 byte")]
    [InlineData("""{"text":"broken ÿ byte"}""", "broken \uFFFD byte")]
    [InlineData("""{"text":"twice","text":"doubled"}""", "doubled")]
    [InlineData("""{"text":"news","some\ud83dthing":{"a":"\ud83d"}}""", "news")]
    public async Task U_18_characters_that_are_none_neither_break_the_turn_nor_the_session(string part, string shown)
    {
        foreach (var kind in Enum.GetValues<DatabaseKind>())
        {
            var answer = $$$"""{"candidates":[{"content":{"parts":[{{{part}}}],"role":"model"},"finishReason":"STOP","finishMessage":"a\u0000\ud83d","index":0,"extra":{"a":"\ud83d","a":1}}],"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2,"totalTokenCount":9},"modelVersion":"m\u0000"}""";
            var bytes = Encoding.UTF8.GetBytes($"data: {answer}\n\n").ToList();
            Replace(bytes, [0xC3, 0xBF], 0xFF);
            await using var server = new ScriptedServer(async x =>
            {
                await x.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                await x.WriteAsync(bytes.ToArray());
                x.Close();
            });
            await using var rig = await StartAsync(server, kind);

            var (session, turn) = await rig.SendAsync("Hi");
            var settled = await rig.SettledAsync(turn);
            var raw = await rig.As(StudioRig.Owner).RawAsync(turn, Cancel);
            var (_, next) = await rig.SendAsync("And then?", session);

            Assert.Equal((TurnState.Completed, shown, 9), (settled.State, settled.Text, settled.Usage!.TotalTokens));
            Assert.Contains("\"totalTokenCount\"", raw!.Response, StringComparison.Ordinal);
            Assert.Equal(TurnState.Completed, (await rig.SettledAsync(next)).State);
            using var _ = JsonDocument.Parse(server.Requests[1].Body);
            await rig.CheckAsync(requests: 2);
        }
    }

    [Fact]
    public async Task U_18_arguments_nested_two_hundred_deep_settle_and_go_back_as_they_came()
    {
        var deep = $$$"""{"functionCall":{"name":"f","args":{"a":{{{new string('[', 200)}}}{{{new string(']', 200)}}} } },"thoughtSignature":"c2ln"}""";
        await using var server = new ScriptedServer(
            x => x.StreamAsync(Stop.Replace("""{"text":"!"}""", deep, StringComparison.Ordinal)),
            x => x.StreamAsync(Stop));
        await using var rig = await StartAsync(server);

        var (session, turn) = await rig.SendAsync("Hi");
        Assert.Equal((TurnState.Completed, deep), ((await rig.SettledAsync(turn)).State, Assert.Single((await rig.SettledAsync(turn)).OtherParts)));
        var (_, next) = await rig.SendAsync("And then?", session);
        await rig.SettledAsync(next);

        Assert.Contains(deep, Encoding.UTF8.GetString(server.Requests[1].Body), StringComparison.Ordinal);
    }

    private static void Replace(List<byte> bytes, byte[] two, byte one)
    {
        for (var i = 0; i + 1 < bytes.Count; i++)
        {
            if (bytes[i] == two[0] && bytes[i + 1] == two[1])
            {
                bytes[i] = one;
                bytes.RemoveAt(i + 1);
            }
        }
    }

    private static Task<StudioRig> StartAsync(ScriptedServer server, params (string Name, string Value)[] options) =>
        StartAsync(server, DatabaseKind.Sqlite, time: null, options);

    private static async Task<StudioRig> StartAsync(ScriptedServer server, DatabaseKind kind, TimeProvider? time = null, params (string Name, string Value)[] options)
    {
        var rig = await StudioRig.StartAsync(kind, time: time, upstream: server.Address, configure: s =>
        {
            s["GEMINI_API_KEY"] = Key;
            foreach (var (name, value) in options)
            {
                s["Gemini:" + name] = value;
            }
        });
        await rig.AddBudgetAsync(BudgetUnit.Tokens, limit: 10_000_000);
        return rig;
    }
}
