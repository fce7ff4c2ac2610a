namespace GeminiStudio.Benchmarks.Rig;

/// <summary>Measured values and their percentiles.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double Max => _values.Count == 0 ? double.NaN : _values.Max();

    public void Add(double value)
    {
        lock (_values)
        {
            _values.Add(value);
        }
    }

    public void AddRange(IEnumerable<double> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    private double At(double share)
    {
        lock (_values)
        {
            return _values.Count == 0 ? double.NaN : _values.Order().ElementAt(Math.Min(_values.Count - 1, (int)(share * _values.Count)));
        }
    }
}
