using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>What the daily run leaves to the nightly one: the other half of each matrix.</summary>
internal static class Nightly
{
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1";

    /// <summary>Whether it is dark: both by night, one by day.</summary>
    public static TheoryData<bool> Themes(bool daily) => IsOn ? [false, true] : [daily];
}
