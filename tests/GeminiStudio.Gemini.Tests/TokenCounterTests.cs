using System.Runtime.CompilerServices;
using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class TokenCounterTests
{
    private static readonly byte[] Body = """{ "contents": [{"parts":[{"text":"H\u00e9"}]}], "model":"models/other", "systemInstruction":{"parts":[{"text":"s"}]} }"""u8.ToArray();

    [Fact(Timeout = 30_000)]
    public async Task The_whole_request_is_counted_for_its_model()
    {
        var client = ScriptedClient.Answering("""{"totalTokens": 31, "promptTokensDetails": [{"modality":"TEXT","tokenCount":31}]}""");

        Assert.Equal(31, await Count(new TokenCounter(client), "gemini-3.8-flash", Body));

        var call = Assert.Single(client.Calls);
        Assert.Equal((GeminiMethod.CountTokens, "gemini-3.8-flash", new Secret(Calls.Key)), (call.Method, call.Model, call.Key));
        Assert.Equal(
            """{"generateContentRequest":{"model":"models/gemini-3.8-flash","contents": [{"parts":[{"text":"H\u00e9"}]}],"systemInstruction":{"parts":[{"text":"s"}]}}}""",
            call.Body.Utf8());
    }

    [Fact(Timeout = 30_000)]
    public async Task The_same_request_is_asked_once_and_another_model_or_text_again()
    {
        var client = ScriptedClient.Answering("""{"totalTokens":1}""", """{"totalTokens":2}""", """{"totalTokens":3}""");
        var counter = new TokenCounter(client);

        Assert.Equal(1, await Count(counter, "a", Body));
        Assert.Equal(1, await Count(counter, "models/a", Body));
        Assert.Equal(2, await Count(counter, "b", Body));
        Assert.Equal(3, await Count(counter, "a", "{}"u8.ToArray()));
        Assert.Equal(3, client.Calls.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_512_requests_used_last_are_kept()
    {
        var client = ScriptedClient.Answering("{}");
        var counter = new TokenCounter(client);
        for (var i = 0; i < 512; i++)
        {
            await Count(counter, "m" + i, Body);
        }

        await Count(counter, "m0", Body);
        await Count(counter, "one-more", Body);
        Assert.Equal(513, client.Calls.Count);

        await Count(counter, "m0", Body);
        Assert.Equal(513, client.Calls.Count);
        await Count(counter, "m1", Body);
        Assert.Equal(514, client.Calls.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Identical_questions_at_the_same_time_share_one_request_even_if_one_leaves()
    {
        var go = new TaskCompletionSource();
        var client = new ScriptedClient((_, _, token) => AfterAsync(go.Task, token));
        var counter = new TokenCounter(client);
        using var leaving = new CancellationTokenSource();

        var first = counter.CountAsync("m", Body, null, leaving.Token);
        var second = Count(counter, "m", Body);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        go.SetResult();

        Assert.Equal(7, await second);
        Assert.Single(client.Calls);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_one_to_leave_ends_the_request_and_the_next_asks_anew()
    {
        var started = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var client = new ScriptedClient((_, n, token) => n == 1 ? EndlessAsync(started, ended, token) : ScriptedClient.Yield("""{"totalTokens":7}"""));
        var counter = new TokenCounter(client);
        using var leaving = new CancellationTokenSource();

        var asking = counter.CountAsync("m", Body, null, leaving.Token);
        await started.Task;
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, await Count(counter, "m", Body));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failure_is_not_kept()
    {
        var client = new ScriptedClient((_, n, _) => n == 1
            ? ScriptedClient.Fail(new GeminiException(GeminiErrorKind.Unavailable, "busy"))
            : ScriptedClient.Yield("""{"totalTokens":7}"""));
        var counter = new TokenCounter(client);

        await Assert.ThrowsAsync<GeminiException>(() => Count(counter, "m", Body));

        Assert.Equal(7, await Count(counter, "m", Body));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("[]")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    public async Task A_request_that_is_not_JSON_is_refused_here(string body)
    {
        var client = ScriptedClient.Answering("{}");

        var failure = await Assert.ThrowsAsync<GeminiException>(() => Count(new TokenCounter(client), "m", Encoding.UTF8.GetBytes(body)));

        Assert.Equal(GeminiErrorKind.InvalidRequest, failure.Kind);
        Assert.Empty(client.Calls);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("abcd", 1)]
    [InlineData("abcde", 2)]
    [InlineData("漢字仮", 2)]
    [InlineData("안녕하세요.", 4)]
    [InlineData("😀😀", 1)]
    public void An_estimate_counts_letters_and_denser_scripts(string text, int tokens)
    {
        Assert.Equal(tokens, TokenCounter.Estimate(text));
    }

    private static Task<int> Count(TokenCounter counter, string model, byte[] body) =>
        counter.CountAsync(model, body, new Secret(Calls.Key), TestContext.Current.CancellationToken);

    private static async IAsyncEnumerable<GeminiChunk> AfterAsync(Task go, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await go.WaitAsync(cancellationToken);
        yield return GeminiChunkReader.Read("""{"totalTokens":7}"""u8.ToArray());
    }

    private static async IAsyncEnumerable<GeminiChunk> EndlessAsync(TaskCompletionSource started, TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var seen = cancellationToken.Register(ended.SetResult);
        started.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        yield break;
    }
}
