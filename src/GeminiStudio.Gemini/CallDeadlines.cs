namespace GeminiStudio.Gemini;

/// <summary>
/// The time limits of one attempt. HttpClient's own limit ends with the headers, so a body that stalls or drips would hold a
/// run for ever; these cover the whole attempt and know which limit passed.
/// </summary>
internal sealed class CallDeadlines : IDisposable
{
    /// <summary>Bytes a second below which a piece of an answer is dripping: any real one is a thousand times faster.</summary>
    public const int SlowestBytesPerSecond = 16;

    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly TimeSpan _gap;
    private readonly ITimer _total;
    private readonly ITimer _headers;
    private readonly ITimer _firstChunk;
    private readonly ITimer _silence;
    private readonly ITimer _drip;
    private readonly long _dripBytes;
    private long _arrived;
    private bool _hasBegun;
    private readonly Lock _gate = new();
    private string? _passed;
    private bool _disposed;

    public CallDeadlines(GeminiOptions options, GeminiCall call, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _gap = call.MayThink ? options.ThinkingGapTimeout : options.GapTimeout;

        // An answer that is not streamed sends its headers when it is finished, which takes as long as the answer does.
        var isWhole = call.Method == GeminiMethod.GenerateContent;
        _total = Limit(options.TotalTimeout, options.TotalTimeout, $"The whole answer took longer than {Words(options.TotalTimeout)} (total limit).");
        _headers = Limit(options.HeadersTimeout, isWhole ? Timeout.InfiniteTimeSpan : options.HeadersTimeout, $"No answer began within {Words(options.HeadersTimeout)} (limit for headers).");
        _firstChunk = Limit(options.FirstChunkTimeout, isWhole ? Timeout.InfiniteTimeSpan : options.FirstChunkTimeout, $"The first piece of the answer did not come within {Words(options.FirstChunkTimeout)} (limit for the first chunk).");
        _silence = Limit(_gap, Timeout.InfiniteTimeSpan, $"Nothing came for {Words(_gap)} in the middle of the answer (gap limit).");

        _dripBytes = (long)(SlowestBytesPerSecond * _gap.TotalSeconds);
        _drip = Limit(_gap, Timeout.InfiniteTimeSpan, $"The answer came too slowly: less than {_dripBytes} bytes in {Words(_gap)} (limit for slow answers).");

        ITimer Limit(TimeSpan limit, TimeSpan due, string words) =>
            time.CreateTimer(static state => { var (self, text) = ((CallDeadlines, string))state!; self.Pass(text); }, (this, words), limit <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the caller or by the first limit that passes.</summary>
    public CancellationToken Token => _source.Token;

    public void HeadersArrived() => _headers.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void ChunkArrived()
    {
        _hasBegun = true;
        _firstChunk.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The next piece of the answer is awaited: it comes whole, or fast enough. The first one has a limit of its own.</summary>
    public void PieceStarts()
    {
        _arrived = 0;
        _drip.Change(_hasBegun ? _gap : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void BytesArrived(long count)
    {
        if (_hasBegun && (_arrived += count) >= _dripBytes)
        {
            PieceStarts();
        }
    }

    public void PieceEnded() => _drip.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Silence counts only while we wait for bytes, not while a slow reader holds the last ones.</summary>
    public void ReadStarts() => _silence.Change(_gap, Timeout.InfiniteTimeSpan);

    public void ReadEnded() => _silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>What a failure really was: the caller's wish, or a limit; null when it was neither.</summary>
    public Exception? Explain(Exception cause, bool answerStarted)
    {
        if (_caller.IsCancellationRequested)
        {
            return new OperationCanceledException(_caller);
        }

        return Volatile.Read(ref _passed) is { } words
            ? new GeminiException(GeminiErrorKind.TimedOut, words, cause) { AnswerStarted = answerStarted }
            : null;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _total.Dispose();
        _headers.Dispose();
        _firstChunk.Dispose();
        _silence.Dispose();
        _drip.Dispose();
        _source.Dispose();
    }

    private static string Words(TimeSpan limit) => limit.TotalSeconds >= 300 ? $"{limit.TotalMinutes:0.#} min" : $"{limit.TotalSeconds:0.###} s";

    private void Pass(string words)
    {
        lock (_gate)
        {
            if (_disposed || _passed is not null)
            {
                return;
            }

            Volatile.Write(ref _passed, words);
        }

        // A callback may still be under way when the attempt is disposed of; cancelling then changes nothing.
        try { _source.Cancel(); }
        catch (ObjectDisposedException) { return; }
    }
}
