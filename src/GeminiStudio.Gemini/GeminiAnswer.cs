using System.IO.Pipelines;

namespace GeminiStudio.Gemini;

/// <summary>One answer of Google while it is being read: it ends with the last chunk, a failure, or the caller's wish.</summary>
internal sealed class GeminiAnswer : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly CallDeadlines _deadlines;
    private readonly SseReader _events;
    private readonly Secret? _key;
    private readonly bool _isStream;
    private readonly CancellationTokenRegistration _closing;
    private readonly Lock _gate = new();
    private bool _isReading;
    private bool _hasYielded;

    public GeminiAnswer(HttpResponseMessage response, Stream body, GeminiCall call, GeminiOptions options, CallDeadlines deadlines)
    {
        _response = response;
        _deadlines = deadlines;
        _key = call.Key;
        _isStream = call.Method == GeminiMethod.StreamGenerateContent;
        _events = new SseReader(PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024)), options.MaxEventBytes, options.MaxStreamBytes, deadlines);

        // Between two reads nothing of ours waits on the socket, so a cancelled call would stay open at Google until the next one.
        _closing = deadlines.Token.UnsafeRegister(static state => ((GeminiAnswer)state!).CloseWhenIdle(), this);
    }

    /// <summary>The next chunk; null when the answer ended in order, which says nothing about its finish reason.</summary>
    public async ValueTask<GeminiChunk?> NextAsync()
    {
        lock (_gate)
        {
            _isReading = true;
        }

        try
        {
            _deadlines.Token.ThrowIfCancellationRequested();
            while (await _events.ReadAsync(_deadlines.Token) is { } found)
            {
                if (!found.Data.IsEmpty && !found.Data.Span.SequenceEqual("[DONE]"u8))
                {
                    return Read(found);
                }
            }

            return _isStream || _hasYielded
                ? null
                : throw new GeminiException(GeminiErrorKind.Protocol, "The server answered 200 without the JSON object that the API promises.");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            // The server had said yes: what it made of the request, and what it bills, nobody knows. So it is never sent again.
            throw _deadlines.Explain(e, answerStarted: true)
                ?? new GeminiException(GeminiErrorKind.Interrupted, "The connection broke before the answer was complete.", e) { AnswerStarted = true };
        }
        finally
        {
            lock (_gate)
            {
                _isReading = false;
            }
        }
    }

    public void Dispose()
    {
        _closing.Dispose();
        _response.Dispose();
        _events.Dispose();
    }

    private GeminiChunk Read(SseEvent found)
    {
        var chunk = GeminiChunkReader.TryRead(found.Data, out var error);
        if (chunk is null)
        {
            var malformed = GeminiChunkReader.Malformed(found.Data, error, _key);
            throw found.IsUnterminated
                ? new GeminiException(GeminiErrorKind.Interrupted, "The answer stopped in the middle of a piece.", error) { AnswerStarted = true, RawBody = malformed.RawBody }
                : new GeminiException(GeminiErrorKind.Protocol, malformed.Message, error) { AnswerStarted = true, RawBody = malformed.RawBody };
        }

        if (chunk.IsError)
        {
            throw GeminiFailure.FromBody((int)_response.StatusCode, found.Data.Span, _key, _hasYielded);
        }

        _hasYielded = true;
        _deadlines.ChunkArrived();
        return chunk;
    }

    private void CloseWhenIdle()
    {
        lock (_gate)
        {
            if (!_isReading)
            {
                _response.Dispose();
            }
        }
    }
}
