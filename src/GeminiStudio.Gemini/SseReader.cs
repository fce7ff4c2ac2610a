using System.Buffers;
using System.IO.Pipelines;

namespace GeminiStudio.Gemini;

/// <summary>One event's data as it came.</summary>
/// <param name="Data">Bytes of its own, which nothing overwrites.</param>
/// <param name="IsUnterminated">Whether the stream ended before the event did: it may be cut.</param>
internal readonly record struct SseEvent(ReadOnlyMemory<byte> Data, bool IsUnterminated);

/// <summary>Reads events from a pipe and holds the limits on their size and on the silence between bytes.</summary>
internal sealed class SseReader(PipeReader pipe, int maxEventBytes, long maxStreamBytes = long.MaxValue, CallDeadlines? deadlines = null) : IDisposable
{
    private readonly SseFraming _framing = new(maxEventBytes);

    /// <summary>Bytes of the body that have arrived and were looked at.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The next event; null at the end of the stream.</summary>
    /// <exception cref="GeminiException">An event or the stream is too large, or raw JSON stopped in the middle.</exception>
    public async ValueTask<SseEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        deadlines?.PieceStarts();
        while (true)
        {
            deadlines?.ReadStarts();
            var result = await pipe.ReadAsync(cancellationToken);
            deadlines?.ReadEnded();
            deadlines?.BytesArrived(result.Buffer.Length);
            if (TryTake(result.Buffer, out var found))
            {
                deadlines?.PieceEnded();
                return found;
            }

            if (result.IsCompleted)
            {
                deadlines?.PieceEnded();
                return _framing.Finish();
            }
        }
    }

    public void Dispose() => _framing.Dispose();

    private bool TryTake(ReadOnlySequence<byte> buffer, out SseEvent found)
    {
        long taken = 0;
        foreach (var segment in buffer)
        {
            taken += _framing.Push(segment.Span, out var data);
            if (data is not null)
            {
                Advance(buffer, taken);
                found = new SseEvent(data, IsUnterminated: false);
                return true;
            }
        }

        Advance(buffer, taken);
        found = default;
        return false;
    }

    private void Advance(ReadOnlySequence<byte> buffer, long taken)
    {
        pipe.AdvanceTo(buffer.GetPosition(taken));
        BytesRead += taken;
        if (BytesRead > maxStreamBytes)
        {
            throw new GeminiException(GeminiErrorKind.TooLarge, $"The answer is larger than {maxStreamBytes:N0} bytes, so it was stopped.") { AnswerStarted = true };
        }
    }
}
