namespace GeminiStudio.Data;

/// <summary>Settings that a person keeps under a name.</summary>
public sealed class Preset
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required string Name { get; set; }

    /// <summary>Run settings as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>Whether new sessions begin with it; one of a person's at most.</summary>
    public bool IsDefault { get; set; }

    public required DateTime UpdatedAt { get; set; }
}

/// <summary>Functions that a person uses in several sessions.</summary>
public sealed class FunctionSet
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required string Name { get; set; }

    /// <summary>JSON array of Google's FunctionDeclaration.</summary>
    public required string Declarations { get; set; }

    /// <summary>How each is answered, by name, as JSON; null asks the person.</summary>
    public string? Answers { get; set; }

    public required DateTime UpdatedAt { get; set; }
}

/// <summary>A secret that a function's endpoint needs, encrypted by the vault ring.</summary>
public sealed class FunctionSecret
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>How an endpoint's header names it.</summary>
    public required string Name { get; set; }

    /// <summary>The last four characters.</summary>
    public required string Fingerprint { get; init; }

    public required string Cipher { get; init; }

    public required DateTime CreatedAt { get; init; }
}

/// <summary>A file that a person attached or a model made. Its bytes lie under their hash, once for everybody.</summary>
public sealed class StoredFile
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>SHA-256 of the bytes, 64 hex digits; the name of the blob.</summary>
    public required string Hash { get; init; }

    /// <summary>As people see it; never part of a path.</summary>
    public required string Name { get; set; }

    /// <summary>Found from the bytes, not from what was claimed.</summary>
    public required string MimeType { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Pixels; null for what is no picture.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Length of sound or film; null when it is neither or not known.</summary>
    public int? DurationMs { get; init; }

    /// <summary>Pages of a PDF; null when it is none or not known.</summary>
    public int? Pages { get; init; }

    /// <summary>When it came, or was attached once more.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Address at Google's Files API; null while it is not there.</summary>
    public string? GoogleUri { get; set; }

    /// <summary>PROCESSING, ACTIVE or FAILED.</summary>
    public string? GoogleState { get; set; }

    /// <summary>When Google drops it; 48 hours after the upload.</summary>
    public DateTime? GoogleExpiresAt { get; set; }

    /// <summary>Fingerprint of the key that uploaded it: a file belongs to that key's project.</summary>
    public string? GoogleKey { get; set; }
}
