using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Files;

/// <summary>An uploaded file: its facts and its first bytes, never all of it.</summary>
internal sealed record StoredFile(string Name, string DisplayName, string MimeType, long Size, byte[] Head, string HashHex, DateTimeOffset Created, DateTimeOffset ReadyAt)
{
    /// <summary>What is kept of a file, so that it can be described; a 2 GB video costs no more.</summary>
    public const int HeadBytes = 1 << 20;

    private const string FailsWithName = "failed-";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(48);

    public string StateAt(DateTimeOffset now) =>
        now < ReadyAt ? "PROCESSING" : DisplayName.StartsWith(FailsWithName, StringComparison.OrdinalIgnoreCase) ? "FAILED" : "ACTIVE";

    public bool IsExpiredAt(DateTimeOffset now) => now >= Created + Lifetime;

    public JsonObject ToJson(string baseAddress, DateTimeOffset now)
    {
        var state = StateAt(now);
        var json = new JsonObject { ["name"] = Name };
        if (DisplayName.Length > 0)
        {
            json["displayName"] = DisplayName;
        }
        json["mimeType"] = MimeType;
        json["sizeBytes"] = Size.ToString(CultureInfo.InvariantCulture);
        json["createTime"] = Time(Created);
        json["updateTime"] = Time(state == "PROCESSING" ? Created : ReadyAt);
        json["expirationTime"] = Time(Created + Lifetime);
        json["sha256Hash"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(HashHex)); // base64 of the hex text, as Google writes it
        json["uri"] = $"{baseAddress}/v1beta/{Name}";
        json["state"] = state;
        json["source"] = "UPLOADED";
        if (state == "FAILED")
        {
            json["error"] = new JsonObject { ["code"] = 3, ["message"] = "The file could not be processed." };
        }
        else if (state == "ACTIVE" && MimeType.StartsWith("video/", StringComparison.Ordinal))
        {
            json["videoMetadata"] = new JsonObject { ["videoDuration"] = $"{Math.Clamp(Size / 250_000, 1, 3_600)}s" };
        }
        return json;
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
