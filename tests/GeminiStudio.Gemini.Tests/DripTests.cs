using System.IO.Pipelines;
using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

/// <summary>An answer that comes a byte at a time never stalls and never ends: a floor of speed ends it.</summary>
public sealed class DripTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly CallDeadlines _deadlines;
    private readonly SseReader _reader;

    public DripTests()
    {
        _deadlines = new CallDeadlines(new GeminiOptions(), Calls.Stream, _time, CancellationToken.None);
        _reader = new SseReader(_pipe.Reader, 1_000_000, deadlines: _deadlines);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _reader.Dispose();
        _deadlines.Dispose();
    }

    [Fact]
    public async Task A_byte_a_second_after_the_first_piece_is_ended_within_the_gap()
    {
        await BeginAsync();

        var seconds = await FeedAsync(bytesASecond: 1, atMost: 120);

        Assert.Equal(60, seconds);
        var slow = Assert.IsType<GeminiException>(_deadlines.Explain(new IOException(), answerStarted: true));
        Assert.Equal((GeminiErrorKind.TimedOut, true), (slow.Kind, slow.AnswerStarted));
        Assert.Equal("The answer came too slowly: less than 960 bytes in 60 s (limit for slow answers).", slow.Message);
    }

    [Fact]
    public async Task A_large_piece_on_a_slow_line_is_waited_for()
    {
        await BeginAsync();

        Assert.Null(await FeedAsync(bytesASecond: 100, atMost: 300));
    }

    [Fact]
    public async Task Small_pieces_that_come_whole_are_never_too_slow()
    {
        await BeginAsync();

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(50));
            await WriteAsync("data: a\n\n");
            Assert.NotNull(await _reader.ReadAsync(Cancel));
        }

        Assert.False(_deadlines.Token.IsCancellationRequested);
    }

    private async Task BeginAsync()
    {
        _deadlines.HeadersArrived();
        await WriteAsync("data: a\n\n");
        Assert.NotNull(await _reader.ReadAsync(Cancel));
        _deadlines.ChunkArrived();
    }

    // Seconds until a limit passed; null when none did.
    private async Task<int?> FeedAsync(int bytesASecond, int atMost)
    {
        var reading = _reader.ReadAsync(Cancel).AsTask(); // runs on inside each write
        for (var second = 1; second <= atMost; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (_deadlines.Token.IsCancellationRequested)
            {
                return second;
            }

            await WriteAsync(new string('d', bytesASecond));
            Assert.False(reading.IsCompleted);
        }

        return null;
    }

    private async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), Cancel);
}
