namespace GeminiStudio.Benchmarks.Rig;

/// <summary>One measured figure beside its goal and what the bare platform reached in the same run.</summary>
/// <param name="Part">The letter under which it is run.</param>
/// <param name="Name">What was measured, its unit at the end.</param>
/// <param name="Ours">The median, or the one value.</param>
/// <param name="Goal">Null for a figure that only explains another.</param>
internal sealed record Figure(string Part, string Name, double Ours, double? Goal = null)
{
    public double? Ours95 { get; init; }

    public double? Goal95 { get; init; }

    public double? Baseline { get; init; }

    /// <summary>Whether more is better; otherwise less is.</summary>
    public bool IsAtLeast { get; init; }

    /// <summary>What stands under the table.</summary>
    public string? Note { get; init; }

    /// <summary>Data was lost: the one verdict that fails a run.</summary>
    public bool IsLoss { get; init; }

    public string Verdict => IsLoss ? "LOST" : Goal is null && Goal95 is null ? "" : Meets(Ours, Goal) && Meets(Ours95, Goal95) ? "met" : "missed";

    private bool Meets(double? value, double? goal) => goal is null || value is null || (IsAtLeast ? value >= goal : value <= goal);
}
