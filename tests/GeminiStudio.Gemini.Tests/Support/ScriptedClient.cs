using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace GeminiStudio.Gemini.Tests.Support;

/// <summary>Stands in for everything below a decorator: each call is answered by the function.</summary>
internal sealed class ScriptedClient(Func<GeminiCall, int, CancellationToken, IAsyncEnumerable<GeminiChunk>> answer) : IGeminiClient
{
    private readonly ConcurrentQueue<GeminiCall> _calls = new();

    public IReadOnlyList<GeminiCall> Calls => [.. _calls];

    /// <summary>Answers with these JSON texts in turn, the last one for all that follow.</summary>
    public static ScriptedClient Answering(params string[] json) =>
        new((_, n, _) => Yield(json[Math.Min(n, json.Length) - 1]));

    public static async IAsyncEnumerable<GeminiChunk> Yield(params string[] json)
    {
        foreach (var one in json)
        {
            await Task.Yield();
            yield return GeminiChunkReader.Read(System.Text.Encoding.UTF8.GetBytes(one));
        }
    }

    public static async IAsyncEnumerable<GeminiChunk> Fail(GeminiException failure, params string[] before)
    {
        await foreach (var chunk in Yield(before))
        {
            yield return chunk;
        }

        throw failure;
    }

    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _calls.Enqueue(call);
        await foreach (var chunk in answer(call, _calls.Count, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return chunk;
        }
    }
}
