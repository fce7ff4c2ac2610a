namespace GeminiStudio.Benchmarks.Rig;

/// <summary>The stamps that one page has shown: each counted once, its delay noted while somebody measures.</summary>
internal sealed class StampWatch
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _seen = [];
    private List<double>? _delays;

    public int Seen
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count;
            }
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            _delays = [];
        }
    }

    /// <summary>The delays since <see cref="Begin"/> in milliseconds.</summary>
    public IReadOnlyList<double> End()
    {
        lock (_gate)
        {
            (var delays, _delays) = (_delays ?? [], null);
            return delays;
        }
    }

    public void See(ReadOnlySpan<byte> batch)
    {
        var now = Stamp.NowMicros;
        lock (_gate)
        {
            Stamp.Find(batch, (number, sent) =>
            {
                if (_seen.Add(number))
                {
                    _delays?.Add((now - sent) / 1000.0);
                }
            });
        }
    }
}
