using System.Threading.Channels;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>Saves what running answers have received, all of them in one transaction: the first piece of an answer at once, then at most every 50 ms.</summary>
internal sealed partial class SegmentCommitter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly WriteQueue _writes;
    private readonly TimeProvider _time;
    private readonly ILogger<SegmentCommitter> _logger;
    private readonly Channel<Run> _waiting = Channel.CreateUnbounded<Run>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _urgent = new(0);
    private readonly Task _loop;

    public SegmentCommitter(WriteQueue writes, TimeProvider time, ILogger<SegmentCommitter> logger)
    {
        (_writes, _time, _logger) = (writes, time, logger);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Asks for a commit of what the run has pending.</summary>
    /// <param name="run">The run that received something.</param>
    /// <param name="atOnce">Whether it is the first piece.</param>
    public void Request(Run run, bool atOnce)
    {
        _waiting.Writer.TryWrite(run);
        if (atOnce)
        {
            _urgent.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        _urgent.Dispose();
    }

    private async Task RunAsync()
    {
        var last = _time.GetTimestamp() - (long)(Interval.TotalSeconds * _time.TimestampFrequency);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await PauseAsync(Interval - _time.GetElapsedTime(last));
            last = _time.GetTimestamp();
            var runs = new HashSet<Run>();
            while (_waiting.Reader.TryRead(out var run))
            {
                runs.Add(run);
            }

            await CommitAsync(runs);
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        if (pause > TimeSpan.Zero)
        {
            using var enough = new CancellationTokenSource(pause, _time);
            try
            {
                await _urgent.WaitAsync(enough.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        while (_urgent.Wait(0))
        {
            // Several first pieces are one commit.
        }
    }

    private async Task CommitAsync(IEnumerable<Run> waiting)
    {
        var runs = waiting.Where(run => run.Writing.Wait(0)).ToList(); // a run that settles takes its rest along itself
        try
        {
            var pieces = runs.Select(run => (Run: run, Pending: run.Pending())).Where(p => p.Pending is not null)
                .Select(p => (p.Run, p.Pending!.Value.Number, p.Pending.Value.Parts)).ToList();
            if (pieces.Count == 0)
            {
                return;
            }

            await _writes.WriteAsync(
                async (db, token) =>
                {
                    foreach (var (run, number, parts) in pieces)
                    {
                        if (number == 0)
                        {
                            await db.Turns.Where(t => t.Id == run.TurnId && t.State == TurnState.Pending)
                                .ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TurnState.Streaming), token);
                        }

                        db.Segments.Add(new TurnSegment { TurnId = run.TurnId, Number = number, Parts = PartsJson.Verbatim(parts) });
                    }

                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None);
            pieces.ForEach(p => p.Run.Committed(p.Parts));
        }
        catch (StorageException e) when (e.Trouble is StorageTrouble.Busy or StorageTrouble.Unreachable)
        {
            // It passes: what came waits in memory, unseen, and viewers are told.
            LogWaiting(runs.Count, e.Trouble);
            runs.ForEach(run => run.CannotSave(e));
            runs.ForEach(run => _waiting.Writer.TryWrite(run));
        }
        catch (Exception e)
        {
            if (StorageException.From(e) is { } trouble)
            {
                runs.ForEach(run => run.CannotSave(trouble));
            }

            // What cannot be saved must not be shown: these runs end here, and say so.
            LogNotSaved(e, runs.Count);
            runs.ForEach(run => run.Cancel(TurnState.Interrupted));
        }
        finally
        {
            runs.ForEach(run => run.Writing.Release());
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Segments of {Count} runs wait to be saved: {Trouble}")]
    private partial void LogWaiting(int count, StorageTrouble trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "Segments of {Count} runs could not be saved; the runs are stopped")]
    private partial void LogNotSaved(Exception exception, int count);
}
