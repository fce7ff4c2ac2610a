namespace GeminiStudio.Keys;

/// <summary>A key as people see it: never its value.</summary>
public sealed record KeyView
{
    /// <summary>Null for the key that the environment gives.</summary>
    public Guid? Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The last four characters.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Null until Google was asked.</summary>
    public bool? Works { get; init; }

    /// <summary>Google's words when it refused the key; null otherwise.</summary>
    public string? Message { get; init; }

    /// <summary>False when the vault's ring is lost and the key must be entered again.</summary>
    public bool IsReadable { get; init; } = true;

    public DateTime? CheckedAt { get; init; }

    public DateTime? CreatedAt { get; init; }
}

/// <summary>What Google said about a key.</summary>
/// <param name="Works">Whether Google took it; null when Google could not be reached.</param>
/// <param name="Message">Google's words, or what happened instead.</param>
/// <param name="WasStored">Whether it is kept now.</param>
public sealed record KeyCheck(bool? Works, string Message, bool WasStored);

/// <summary>How the server reaches Google now.</summary>
/// <param name="IsDemo">Whether the built-in emulator answers.</param>
/// <param name="Name">What the key is called; null when there is none.</param>
/// <param name="Fingerprint">Last four characters; null when there is none.</param>
/// <param name="Rejection">Google's words when it refused this key; null while it works.</param>
/// <param name="Host">The host that is called; null in demo mode.</param>
public sealed record UpstreamStatus(bool IsDemo, string? Name, string? Fingerprint, string? Rejection, string? Host);
