using System.ComponentModel.DataAnnotations;

namespace GeminiStudio;

/// <summary>This server's own settings. Section <c>Studio</c>.</summary>
public sealed class StudioOptions
{
    /// <summary>Where the database, the key rings and the lock lie. Default: <c>gemini-studio</c> in the user's local application data.</summary>
    [Required]
    public string DataDirectory { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local
            ? local : Path.GetTempPath(),
        "gemini-studio");

    /// <summary>The address that people type; setting it means team mode.</summary>
    public Uri? PublicBaseUrl { get; set; }

    /// <summary>The model of a new session. Default gemini-3.8-flash.</summary>
    [Required] public string DefaultModel { get; set; } = "gemini-3.8-flash";

    /// <summary>The zone in which days and budget windows begin, an IANA or Windows name; null is the machine's own.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Path of a PKCS#12 certificate that wraps the vault ring; with PostgreSQL no key is stored without it.</summary>
    public string? VaultCertificate { get; set; }

    /// <summary>Password of that certificate; empty when it has none.</summary>
    public string? VaultCertificatePassword { get; set; }

    /// <summary>Whether serving brings the database up to date. Default true.</summary>
    public bool MigrateOnStart { get; set; } = true;

    /// <summary>Hosts, addresses or networks of private ranges that functions may call, for example <c>intranet.local:8080</c> or <c>10.1.0.0/16</c>. Default none.</summary>
    public IList<string> AllowedPrivateHosts { get; } = [];

    /// <summary>MCP servers that this server may start as programs, command lines by name. Default none: then only MCP over HTTP is offered.</summary>
    public IDictionary<string, string> McpCommands { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The days' zone.</summary>
    internal TimeZoneInfo Zone => TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
