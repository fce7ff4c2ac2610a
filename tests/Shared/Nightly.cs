namespace GeminiStudio.TestRig;

/// <summary>How hard a test tries: STUDIO_NIGHTLY=1 gives properties and races many times the rounds.</summary>
internal static class Nightly
{
    private const int Factor = 25;

    public static bool IsOn => Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1";

    public static int Rounds(int usual) => IsOn ? usual * Factor : usual;
}
