using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeminiStudio.Sessions;

/// <summary>How settings are stored: camelCase JSON without nulls.</summary>
public static class RunSettingsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(RunSettings settings) => JsonSerializer.Serialize(settings, Options);

    /// <exception cref="JsonException">The text is not settings.</exception>
    public static RunSettings Read(string json) =>
        JsonSerializer.Deserialize<RunSettings>(json, Options) ?? throw new JsonException("Settings are null.");
}
