using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Usage;

/// <summary>Chooses the key for this attempt, keeps one that Google refused at home, and lets calls wait in line when Google asks a key to slow down.</summary>
public sealed class PacedClient(IGeminiClient inner, KeyRing keys, GeminiOptions options, TimeProvider time) : IGeminiClient
{
    // Free calls have limits of their own: counting tokens while somebody types must not hold up an answer.
    private readonly ConcurrentDictionary<(Secret Key, string Model, bool IsBilled), KeyLine> _lines = new();

    public async IAsyncEnumerable<GeminiChunk> StreamAsync(GeminiCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var studioCall = call as StudioCall;
        var chosen = call.Key is null ? keys.Current : null; // a key that is being tested goes out as it is
        studioCall?.KeyChosen?.Invoke((call.Key ?? chosen?.Secret)?.Fingerprint);
        Admission? admission = null;
        KeyLine? line = null;
        if (chosen is not null)
        {
            call = call with { Key = Usable(chosen) };
            line = _lines.GetOrAdd((chosen.Secret, call.Model, AttemptClient.IsBilled(call.Method)), _ => new KeyLine(time, options.MaxWait));
            admission = await line.EnterAsync(studioCall?.UserId ?? Guid.Empty, studioCall?.Since ?? time.GetUtcNow(), studioCall?.Queued, cancellationToken);
            Usable(chosen); // others may have met the refusal while this one waited
        }

        await using var chunks = inner.StreamAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(chunks, call, line, admission))
        {
            yield return chunks.Current;
        }
    }

    private Secret Usable(RingKey key) => keys.RejectionOf(key) is { } words
        ? throw new GeminiException(GeminiErrorKind.KeyRejected, words)
        : key.Secret;

    private async Task<bool> NextAsync(IAsyncEnumerator<GeminiChunk> chunks, GeminiCall call, KeyLine? line, Admission? admission)
    {
        try
        {
            return await chunks.MoveNextAsync();
        }
        catch (GeminiException e) when (call.Key is { } key)
        {
            if (e.RefusesKey)
            {
                await keys.NoteRejectedAsync((call as StudioCall)?.UserId ?? Guid.Empty, key, e.Message, CancellationToken.None);
            }
            else if (e.Kind == GeminiErrorKind.RateLimited)
            {
                line?.Limited(admission!, e.RetryAfter);
            }

            throw;
        }
    }
}
