namespace GeminiStudio.Web.Kit;

/// <summary>Turns a burst of signals into a few calls: the first at once, and the last one never lost.</summary>
/// <param name="time">The clock.</param>
/// <param name="fire">Returns fast and does not throw.</param>
/// <param name="interval">Shortest time between two calls; null means <see cref="Interval"/>.</param>
internal sealed class Throttle(TimeProvider time, Action fire, TimeSpan? interval = null) : IDisposable
{
    /// <summary>For text that somebody reads while it arrives: sixteen frames a second look as smooth as twenty, and send a fifth less.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(60);

    private readonly TimeSpan _interval = interval ?? Interval;
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

            var rest = _hasFired ? _interval - time.GetElapsedTime(_last) : TimeSpan.Zero;
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
