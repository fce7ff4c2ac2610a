using System.Diagnostics;

namespace GeminiStudio.Web.Shell;

/// <summary>Measures from a thread of its own how long work waits for a thread of the pool, so that readiness can say when all are blocked.</summary>
internal sealed class PoolWatch : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _asked;
    private long _answered;

    public PoolWatch() => _thread = new Thread(Watch) { IsBackground = true, Name = "Pool watch" };

    /// <summary>How long the latest piece of work waited, or has waited so far.</summary>
    public TimeSpan Lag
    {
        get
        {
            var (answered, asked) = (Interlocked.Read(ref _answered), Interlocked.Read(ref _asked));
            return answered >= asked ? TimeSpan.FromTicks(answered - asked) : Stopwatch.GetElapsedTime(asked);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Set();

    private void Watch()
    {
        while (!_stop.WaitHandle.WaitOne(Interval))
        {
            if (Interlocked.Read(ref _answered) >= Interlocked.Read(ref _asked))
            {
                Interlocked.Exchange(ref _asked, Stopwatch.GetTimestamp());
                ThreadPool.UnsafeQueueUserWorkItem(_ => Interlocked.Exchange(ref _answered, Stopwatch.GetTimestamp()), null);
            }
        }
    }
}
