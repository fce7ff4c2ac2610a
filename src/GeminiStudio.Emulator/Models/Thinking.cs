namespace GeminiStudio.Emulator.Models;

/// <summary>What a model lets its callers say about thinking.</summary>
/// <param name="Levels">The levels it takes; empty when it takes none.</param>
/// <param name="DefaultLevel">The level without a wish; null for a model that takes a budget only.</param>
/// <param name="MinBudget">Smallest budget in tokens, 0 aside.</param>
/// <param name="MaxBudget">Largest budget in tokens; 0 when it takes none.</param>
/// <param name="CanBeOff">Whether a budget of 0 is let in.</param>
/// <param name="OnByDefault">Whether it thinks without being asked to.</param>
/// <remarks>ai.google.dev/gemini-api/docs/thinking, read November 2026.</remarks>
internal sealed record Thinking(
    IReadOnlyList<string> Levels, string? DefaultLevel, int MinBudget, int MaxBudget, bool CanBeOff, bool OnByDefault = true)
{
    private static readonly string[] LowToHigh = ["LOW", "MEDIUM", "HIGH"];
    private static readonly string[] MinimalToHigh = ["MINIMAL", .. LowToHigh];

    public static readonly Thinking Pro25 = new([], null, 128, 32_768, CanBeOff: false);
    public static readonly Thinking Flash25 = new([], null, 1, 24_576, CanBeOff: true);
    public static readonly Thinking FlashLite25 = new([], null, 512, 24_576, CanBeOff: true, OnByDefault: false);
    public static readonly Thinking Flash3 = new(MinimalToHigh, "HIGH", 1, 24_576, CanBeOff: true);
    public static readonly Thinking Pro31 = new(LowToHigh, "HIGH", 128, 32_768, CanBeOff: false);
    public static readonly Thinking FlashLite3 = new(MinimalToHigh, "MINIMAL", 1, 24_576, CanBeOff: false);
    public static readonly Thinking Flash35 = new(MinimalToHigh, "MEDIUM", 1, 24_576, CanBeOff: true);
    public static readonly Thinking Flash37 = new(LowToHigh, "MEDIUM", 1, 24_576, CanBeOff: true);
    public static readonly Thinking Gemini4 = new(LowToHigh, "MEDIUM", 0, 0, CanBeOff: false);
    public static readonly Thinking OnOrOff = new(["MINIMAL", "HIGH"], "MINIMAL", 0, 0, CanBeOff: false);
    public static readonly Thinking Always = new(["HIGH"], "HIGH", 0, 0, CanBeOff: false);
}
