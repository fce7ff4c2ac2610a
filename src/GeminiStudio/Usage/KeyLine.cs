using GeminiStudio.Gemini;

namespace GeminiStudio.Usage;

/// <summary>The line in front of one key and one model. Nobody waits until Google says that it is too many.</summary>
/// <remarks>
/// Then calls go out one after another, as many in Google's wait as it took in the same time before, so that those who waited
/// are not refused all at once again. People take turns: one with fifty calls does not stand before one with a single call.
/// </remarks>
internal sealed class KeyLine(TimeProvider time, TimeSpan longestWait)
{
    private const double Margin = 1.1; // Google's window and ours do not begin at the same moment
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiting = [];
    private readonly Queue<Admission> _admitted = new();
    private readonly Dictionary<Guid, long> _served = [];
    private ITimer? _timer;
    private DateTimeOffset _limitedAt;
    private DateTimeOffset _notBefore;
    private DateTimeOffset _lastAdmitted;
    private TimeSpan _window;
    private long _turn;

    /// <summary>Waits for this call's turn.</summary>
    /// <param name="userId">People take turns.</param>
    /// <param name="since">When the call was made; a repeated attempt keeps its place.</param>
    /// <param name="moved">Told of each change of place, null when the wait is over.</param>
    /// <exception cref="GeminiException">The wait would be longer than anyone sits through; nothing was sent.</exception>
    public async Task<Admission> EnterAsync(Guid userId, DateTimeOffset since, Action<LinePlace?>? moved, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_waiting.Count == 0 && Due(now) <= now)
            {
                return Admit(userId, now);
            }

            waiter = new Waiter(userId, since, moved);
            _waiting.Add(waiter);
            var wait = WaitOf(Order().IndexOf(waiter), now);
            if (wait > longestWait)
            {
                _waiting.Remove(waiter);
                throw new GeminiException(GeminiErrorKind.RateLimited, $"Google asked this key to wait, and {_waiting.Count} calls stand in line for it.") { RetryAfter = wait };
            }

            Schedule(now);
        }

        Tell();
        try
        {
            return await waiter.Admitted.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(waiter);
            waiter.Move(null);
        }
    }

    /// <summary>Google said that it is too many.</summary>
    /// <param name="admission">The call that was refused.</param>
    /// <param name="retryAfter">What Google asks for; null is a second.</param>
    public void Limited(Admission admission, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            admission.IsRefused = true;
            _window = retryAfter > UsualWait ? retryAfter.Value : UsualWait;
            _limitedAt = now;
            _notBefore = now + _window > _notBefore ? now + _window : _notBefore;
            Schedule(now);
        }

        Tell();
    }

    private DateTimeOffset Due(DateTimeOffset now)
    {
        if (_window == TimeSpan.Zero || (_waiting.Count == 0 && now - _notBefore > Memory))
        {
            _window = TimeSpan.Zero;
            return DateTimeOffset.MinValue;
        }

        // Google's own word counts for the first; after that the calls keep their distance.
        var next = _lastAdmitted + Spacing;
        return _lastAdmitted > _limitedAt && next > _notBefore ? next : _notBefore;
    }

    private TimeSpan Spacing => _window * Margin / Math.Max(1, _admitted.Count(a => !a.IsRefused && a.At >= _limitedAt - _window && a.At <= _limitedAt));

    private TimeSpan WaitOf(int place, DateTimeOffset now)
    {
        var first = Due(now) - now;
        return (first > TimeSpan.Zero ? first : TimeSpan.Zero) + (place * Spacing);
    }

    private Admission Admit(Guid userId, DateTimeOffset now)
    {
        while (_admitted.TryPeek(out var old) && now - old.At > Memory + Memory)
        {
            _admitted.Dequeue();
        }

        var admission = new Admission(now);
        _admitted.Enqueue(admission);
        _served[userId] = ++_turn;
        _lastAdmitted = now;
        return admission;
    }

    /// <summary>Each person's first call before anyone's second; among those, whoever was served longest ago.</summary>
    private List<Waiter> Order() => [.. _waiting
        .GroupBy(w => w.UserId)
        .SelectMany(own => own.OrderBy(w => w.Since).Select((waiter, round) => (Waiter: waiter, Round: round)))
        .OrderBy(w => w.Round).ThenBy(w => _served.GetValueOrDefault(w.Waiter.UserId)).ThenBy(w => w.Waiter.Since)
        .Select(w => w.Waiter)];

    private void Schedule(DateTimeOffset now)
    {
        _timer ??= time.CreateTimer(_ => LetIn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var due = Due(now) - now;
        _timer.Change(_waiting.Count == 0 ? Timeout.InfiniteTimeSpan : due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void LetIn()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_waiting.Count > 0 && Due(now) <= now)
            {
                var next = Order()[0];
                _waiting.Remove(next);
                next.Admitted.SetResult(Admit(next.UserId, now));
            }

            Schedule(now);
        }

        Tell();
    }

    private void Leave(Waiter waiter)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(waiter))
            {
                return;
            }
        }

        Tell();
    }

    private void Tell()
    {
        List<(Waiter Waiter, LinePlace Place)> told;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            told = [.. Order().Select((waiter, place) => (waiter, new LinePlace(place + 1, _waiting.Count, WaitOf(place, now))))];
        }

        told.ForEach(t => t.Waiter.Move(t.Place));
    }

    private sealed class Waiter(Guid userId, DateTimeOffset since, Action<LinePlace?>? moved)
    {
        private readonly Lock _gate = new();
        private bool _isOver;

        public Guid UserId { get; } = userId;

        public DateTimeOffset Since { get; } = since;

        public TaskCompletionSource<Admission> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Tells a place; after the last word, which is null, none that was on its way.</summary>
        public void Move(LinePlace? place)
        {
            lock (_gate)
            {
                if (!_isOver)
                {
                    _isOver = place is null;
                    moved?.Invoke(place);
                }
            }
        }
    }
}

/// <summary>One call that went out, and whether Google refused it as too many.</summary>
internal sealed class Admission(DateTimeOffset at)
{
    public DateTimeOffset At { get; } = at;

    public bool IsRefused { get; set; }
}

/// <summary>Where a call stands in line for its key.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Of">How many wait in all.</param>
/// <param name="Wait">How long it will take, as far as is known.</param>
public sealed record LinePlace(int Position, int Of, TimeSpan Wait);
