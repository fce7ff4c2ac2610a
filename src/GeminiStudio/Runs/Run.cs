using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Runs;

/// <summary>One answer in the making. It belongs to the server: viewers subscribe, pull a snapshot, and may leave.</summary>
/// <remarks>
/// What came from Google waits as "pending" until a group commit has it on disk; only then is it "shown". So nobody sees
/// text that a crash could take away, and viewers are signalled after the commit, outside the lock.
/// </remarks>
public sealed class Run : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly long _started;
    private readonly List<Action> _viewers = [];
    private readonly List<GeminiPart> _parts = [];
    private readonly ShownAnswer _shown = new();
    private int _pendingFrom;
    private int _segments;
    private TurnState _state = TurnState.Pending;
    private GeminiUsage? _usage;
    private GeminiUsage? _shownUsage;
    private readonly AnswerClock _clock = new();
    private RunWait? _wait;
    private bool _isOver;

    internal Run(RunPlan plan, TimeProvider time)
    {
        Plan = plan;
        _time = time;
        _started = time.GetTimestamp();
        StartedAt = time.GetUtcNow().UtcDateTime;
    }

    public Guid TurnId => Plan.TurnId;

    public Guid SessionId => Plan.SessionId;

    public Guid OwnerId => Plan.OwnerId;

    public DateTime StartedAt { get; }

    internal RunPlan Plan { get; }

    /// <summary>Cancelled by Stop, by shutdown, or when nothing can be saved any more.</summary>
    internal CancellationToken Stopping => _stop.Token;

    /// <summary>Why the run was cancelled; null while nobody cancelled it.</summary>
    internal TurnState? StopState { get; private set; }

    /// <summary>What keeps the run from being saved; null while all is well.</summary>
    internal StorageException? Trouble { get; private set; }

    /// <summary>Held by the group commit while it writes this run's segments, and by the settling.</summary>
    internal SemaphoreSlim Writing { get; } = new(1);

    /// <summary>Ends when the turn is settled; the registry observes it.</summary>
    internal Task Completion { get; set; } = Task.CompletedTask;

    internal int ElapsedMs => (int)_time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Everything that is saved so far.</summary>
    public RunSnapshot Snapshot
    {
        get
        {
            lock (_gate)
            {
                return new RunSnapshot
                {
                    TurnId = TurnId,
                    State = _state,
                    Text = _shown.Text,
                    Thoughts = _shown.Thoughts,
                    OtherParts = _shown.OtherParts,
                    Usage = _shownUsage,
                    StartedAt = StartedAt,
                    FirstTokenMs = _clock.FirstTokenMs,
                    ThoughtsMs = _clock.ThoughtsMs(ElapsedMs),
                    Wait = _wait,
                    Trouble = Trouble?.Message,
                    IsOver = _isOver,
                };
            }
        }
    }

    /// <summary>Calls back after each change until disposed. Subscribe first, then read <see cref="Snapshot"/>: nothing falls between.</summary>
    /// <param name="signal">Returns fast and does not throw.</param>
    public IDisposable Subscribe(Action signal)
    {
        lock (_gate)
        {
            _viewers.Add(signal);
        }

        return new Subscription(this, signal);
    }

    /// <summary>The person pressed Stop; what came so far is kept.</summary>
    public void Stop() => Cancel(TurnState.Cancelled);

    public void Dispose()
    {
        _stop.Dispose();
        Writing.Dispose();
    }

    /// <summary>Ends the run from the server's side with this state.</summary>
    internal void Cancel(TurnState state)
    {
        lock (_gate)
        {
            if (_isOver || StopState is not null)
            {
                return;
            }

            StopState = state;
        }

        _stop.Cancel();
    }

    /// <summary>Takes a chunk in; true when it is the first with content, which must be saved at once.</summary>
    internal bool Append(GeminiChunk chunk)
    {
        lock (_gate)
        {
            _usage = chunk.Usage ?? _usage;
            _wait = null;
            _parts.AddRange(chunk.Parts);
            return _clock.Add(chunk.Parts, ElapsedMs);
        }
    }

    /// <summary>The parts that no commit has yet, as the next segment; null when there are none.</summary>
    internal (int Number, IReadOnlyList<GeminiPart> Parts)? Pending()
    {
        lock (_gate)
        {
            return _pendingFrom == _parts.Count ? null : (_segments, _parts[_pendingFrom..]);
        }
    }

    /// <summary>Shows what a commit has made safe.</summary>
    internal void Committed(IReadOnlyList<GeminiPart> parts)
    {
        lock (_gate)
        {
            Show(parts);
            _segments++;
            _state = TurnState.Streaming;
            Trouble = null;
        }

        Signal();
    }

    /// <summary>Everything that came, in order.</summary>
    internal IReadOnlyList<GeminiPart> AllParts()
    {
        lock (_gate)
        {
            return [.. _parts];
        }
    }

    /// <summary>Tells viewers why nothing new is shown.</summary>
    internal void CannotSave(StorageException trouble)
    {
        lock (_gate)
        {
            Trouble = trouble;
        }

        Signal();
    }

    internal void Waiting(RunWait? wait)
    {
        lock (_gate)
        {
            _wait = wait;
        }

        Signal();
    }

    /// <summary>The turn is settled in the database.</summary>
    internal void Over(TurnState state)
    {
        lock (_gate)
        {
            Show(_parts[_pendingFrom..]);
            _state = state;
            _wait = null;
            Trouble = null;
            _isOver = true;
        }

        Signal();
    }

    internal int? FirstTokenMs => Snapshot.FirstTokenMs;

    internal int? ThoughtsMs => Snapshot.ThoughtsMs;

    private void Show(IReadOnlyList<GeminiPart> parts)
    {
        foreach (var part in parts)
        {
            _shown.Add(part);
        }

        _pendingFrom += parts.Count;
        _shownUsage = _usage;
    }

    private void Signal()
    {
        Action[] viewers;
        lock (_gate)
        {
            viewers = [.. _viewers];
        }

        foreach (var viewer in viewers)
        {
            viewer();
        }
    }

    private sealed class Subscription(Run run, Action signal) : IDisposable
    {
        public void Dispose()
        {
            lock (run._gate)
            {
                run._viewers.Remove(signal);
            }
        }
    }
}
