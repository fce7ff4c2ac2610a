namespace GeminiStudio.Data;

/// <summary>A person of the portal; in solo mode there is one, the local owner.</summary>
public sealed class User
{
    public required Guid Id { get; init; }

    public required string DisplayName { get; set; }

    public required UserRole Role { get; set; }

    public required DateTime CreatedAt { get; init; }
}

/// <summary>What a person may do; <see cref="Owner"/> may do everything on this server.</summary>
public enum UserRole
{
    Member,
    Owner,
}

/// <summary>A working conversation: a tree of turns, its run settings, its system instruction.</summary>
public sealed class Session
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required string Title { get; set; }

    /// <summary>The title in lower case, for the search.</summary>
    public required string TitleFolded { get; set; }

    public required string SystemInstruction { get; set; }

    /// <summary>Run settings as JSON.</summary>
    public required string Settings { get; set; }

    /// <summary>The last turn of the branch that is shown.</summary>
    public Guid? HeadTurnId { get; set; }

    /// <summary>Values of the variables in its texts, as a JSON object by name.</summary>
    public string Variables { get; set; } = "{}";

    /// <summary>Kept at the head of the history since then; null when not.</summary>
    public DateTime? PinnedAt { get; set; }

    /// <summary>Out of the history's way since then; null when not.</summary>
    public DateTime? ArchivedAt { get; set; }

    /// <summary>Gone when its page closes, or a day later; only its usage stays.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The session that it was branched from; null when from none.</summary>
    public Guid? OriginId { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; set; }

    public DateTime? DeletedAt { get; set; }
}

/// <summary>Unsent text or unsaved settings of a page, kept so that nothing typed is lost.</summary>
public sealed class Draft
{
    public required Guid OwnerId { get; init; }

    public required Guid SessionId { get; init; }

    /// <summary><c>composer</c>, <c>system</c> or <c>settings</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Grows with each save; an older one never replaces a newer one.</summary>
    public required long Revision { get; set; }

    public required string Text { get; set; }

    public required DateTime UpdatedAt { get; set; }
}

/// <summary>A Google key, encrypted by the vault ring.</summary>
public sealed class ApiKey
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The last four characters.</summary>
    public required string Fingerprint { get; init; }

    public required string Cipher { get; init; }

    public required Guid AddedById { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? CheckedAt { get; set; }

    /// <summary>Null until checked; false once Google refused it.</summary>
    public bool? Works { get; set; }

    /// <summary>Google's words at the last check; null when it worked.</summary>
    public string? CheckMessage { get; set; }

    public DateTime? LastUsedAt { get; set; }
}

/// <summary>Who did what to which key or setting, and when. Append-only.</summary>
public sealed class AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTime At { get; init; }

    public required Guid ActorId { get; init; }

    /// <summary>For example <c>key.added</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, for example a fingerprint; never a secret.</summary>
    public required string Subject { get; init; }
}
