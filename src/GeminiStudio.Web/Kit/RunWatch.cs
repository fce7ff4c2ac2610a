using GeminiStudio.Runs;

namespace GeminiStudio.Web.Kit;

/// <summary>Follows a run for the card that shows it: what is saved of it, sixteen times a second at most.</summary>
internal sealed class RunWatch : IDisposable
{
    private readonly Throttle _throttle;
    private readonly IDisposable _subscription;

    /// <param name="changed">Called after each change; returns fast and does not throw.</param>
    public RunWatch(Run run, TimeProvider time, Action changed)
    {
        Run = run;
        _throttle = new Throttle(time, changed);
        _subscription = run.Subscribe(_throttle.Signal); // first subscribe, then read: nothing falls between
        Shown = run.Snapshot;
    }

    public Run Run { get; }

    /// <summary>What is to be seen now.</summary>
    public RunSnapshot Shown { get; private set; }

    public void Pull() => Shown = Run.Snapshot;

    public void Dispose()
    {
        _subscription.Dispose();
        _throttle.Dispose();
    }
}
