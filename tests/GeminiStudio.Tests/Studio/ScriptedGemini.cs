using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using GeminiStudio.Gemini;

namespace GeminiStudio.Tests.Studio;

/// <summary>The double at Google's edge: a test hands out chunks one by one and sees what was asked.</summary>
internal sealed class ScriptedGemini : IGeminiClient
{
    private readonly Channel<ScriptedCall> _calls = Channel.CreateUnbounded<ScriptedCall>();
    private int _count;
    private readonly ConcurrentQueue<string> _counted = new();

    /// <summary>Bodies of the requests to count tokens, oldest first.</summary>
    public IReadOnlyList<string> Counted => [.. _counted];

    /// <summary>How many tokens a request to count has.</summary>
    public Func<string, int> Tokens { get; set; } = _ => 7;

    /// <summary>Requests that arrived.</summary>
    public int Count => _count;

    /// <summary>The next request that arrives, or has arrived.</summary>
    public ValueTask<ScriptedCall> NextCallAsync() => _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (call.Method != GeminiMethod.StreamGenerateContent)
        {
            var body = Encoding.UTF8.GetString(call.Body.Span);
            if (call.Method == GeminiMethod.CountTokens)
            {
                _counted.Enqueue(body);
            }

            yield return Chunks.Of($$"""{"totalTokens":{{Tokens(body)}},"models":[]}""");
            yield break;
        }

        Interlocked.Increment(ref _count);
        var scripted = new ScriptedCall(call, cancellationToken);
        _calls.Writer.TryWrite(scripted);
        await foreach (var chunk in scripted.Chunks.Reader.ReadAllAsync(cancellationToken))
        {
            yield return chunk;
        }
    }
}

/// <summary>One request under way.</summary>
internal sealed class ScriptedCall(GeminiCall call, CancellationToken cancellationToken)
{
    public GeminiCall Call { get; } = call;

    /// <summary>Cancelled when the caller goes away.</summary>
    public CancellationToken Aborted { get; } = cancellationToken;

    public Channel<GeminiChunk> Chunks { get; } = Channel.CreateUnbounded<GeminiChunk>();

    public string Body => Encoding.UTF8.GetString(Call.Body.Span);

    public void Send(GeminiChunk chunk) => Chunks.Writer.TryWrite(chunk);

    public void SendText(string text) => Send(Studio.Chunks.Text(text));

    /// <summary>Ends the answer well, with usage.</summary>
    public void Finish(string reason = "STOP", int prompt = 10, int answer = 5)
    {
        Send(Studio.Chunks.Finish(reason, prompt, answer));
        Chunks.Writer.TryComplete();
    }

    /// <summary>Ends the stream without a finish reason.</summary>
    public void Eof() => Chunks.Writer.TryComplete();

    public void Fail(Exception exception) => Chunks.Writer.TryComplete(exception);
}

/// <summary>Builds chunks as Google sends them.</summary>
internal static class Chunks
{
    public static GeminiChunk Of(string json) => GeminiChunkReader.Read(Encoding.UTF8.GetBytes(json));

    public static GeminiChunk Text(string text) => Of(
        $$"""{"candidates":[{"content":{"parts":[{"text":{{Quoted(text)}} }],"role":"model"},"index":0}],"modelVersion":"gemini-3.8-flash"}""");

    public static GeminiChunk Thought(string text) => Of(
        $$$"""{"candidates":[{"content":{"parts":[{"text":{{{Quoted(text)}}},"thought":true}],"role":"model"}}]}""");

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    public static GeminiChunk Finish(string reason, int prompt, int answer) => Of(
        $$"""
        {"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"c2ln"}],"role":"model"},"finishReason":"{{reason}}","index":0}],
         "usageMetadata":{"promptTokenCount":{{prompt}},"candidatesTokenCount":{{answer}},"totalTokenCount":{{prompt + answer}} },
         "modelVersion":"gemini-3.8-flash","responseId":"r1"}
        """);
}
