namespace GeminiStudio.Web.Shell;

/// <summary>The key that answers now, as the bar shows it; never the key itself.</summary>
/// <param name="State">Whether it works.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Fingerprint">Its last four characters.</param>
public sealed record KeyStatus(KeyState State, string? Name = null, string? Fingerprint = null);

/// <summary>Whether a key answers.</summary>
public enum KeyState
{
    /// <summary>No key is needed: the built-in emulator answers.</summary>
    Demo,
    Working,
    Untested,
    Rejected,
    Missing,
}
