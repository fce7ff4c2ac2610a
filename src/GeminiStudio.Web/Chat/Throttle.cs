namespace GeminiStudio.Web.Chat;

/// <summary>Turns a burst of signals into at most twenty calls a second: the first at once, and the last one never lost.</summary>
internal sealed class Throttle(TimeProvider time, Action fire) : IDisposable
{
    /// <summary>Shortest time between two calls: 50 ms.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private long _last;
    private bool _hasFired;
    private bool _isWaiting;
    private bool _isDisposed;

    public void Signal()
    {
        lock (_gate)
        {
            if (_isDisposed || _isWaiting)
            {
                return;
            }

            var rest = _hasFired ? Interval - time.GetElapsedTime(_last) : TimeSpan.Zero;
            if (rest > TimeSpan.Zero)
            {
                _isWaiting = true;
                _timer ??= time.CreateTimer(_ => Late(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(rest, Timeout.InfiniteTimeSpan);
                return;
            }

            (_last, _hasFired) = (time.GetTimestamp(), true);
        }

        fire();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Late()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            (_isWaiting, _last) = (false, time.GetTimestamp());
        }

        fire();
    }
}
