using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Usage;

/// <summary>Chooses the key for this attempt, and holds it back while Google asked that key to wait for this model.</summary>
public sealed class PacedClient(IGeminiClient inner, KeyRing keys, GeminiOptions options, TimeProvider time) : IGeminiClient
{
    /// <summary>Shorter holds are told to nobody: the rest of a wait that was just shown, for example.</summary>
    private static readonly TimeSpan ShownFrom = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Key, string Model), (DateTimeOffset Until, GeminiException Cause)> _notBefore = new();

    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (call.Key is null && keys.Current is { } chosen)
        {
            call = call with { Key = chosen.Secret };
            await WaitTurnAsync(call, cancellationToken);
        }

        (call as StudioCall)?.KeyChosen?.Invoke(call.Key?.Fingerprint);
        await using var chunks = inner.StreamAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(chunks, call))
        {
            yield return chunks.Current;
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<GeminiChunk> chunks, GeminiCall call)
    {
        try
        {
            return await chunks.MoveNextAsync();
        }
        catch (GeminiException e) when (call.Key is { } key)
        {
            if (e.Kind == GeminiErrorKind.KeyRejected)
            {
                await keys.NoteRejectedAsync(key, e.Message, CancellationToken.None);
            }
            else if (e is { Kind: GeminiErrorKind.RateLimited, RetryAfter: { } wait })
            {
                _notBefore[(key.Fingerprint, call.Model)] = (time.GetUtcNow() + wait, e);
            }

            throw;
        }
    }

    // A wait that nobody would sit through is not slept: the attempt goes out and Google's answer is shown.
    private async Task WaitTurnAsync(GeminiCall call, CancellationToken cancellationToken)
    {
        if (_notBefore.TryGetValue((call.Key!.Fingerprint, call.Model), out var held)
            && held.Until - time.GetUtcNow() is { } left && left > TimeSpan.Zero && left <= options.MaxWait)
        {
            if (left >= ShownFrom)
            {
                call.Waiting?.Invoke(new GeminiWait(1, options.MaxAttempts, left, held.Cause));
            }

            await Task.Delay(left, time, cancellationToken);
        }
    }
}
