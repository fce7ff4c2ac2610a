namespace GeminiStudio.E2E.Rig;

/// <summary>What a story is looked at through.</summary>
public sealed record Screen(int Width, int Height, bool IsPhone = false, bool IsDark = false, bool HasScripts = true)
{
    public static Screen Desktop { get; } = new(1440, 900);

    public static Screen Phone { get; } = new(390, 844, IsPhone: true);

    public Screen Dark => this with { IsDark = true };
}
