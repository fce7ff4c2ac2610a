using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeminiStudio.Gemini;

/// <summary>The embedded <c>models.json</c>: what is known of each model without asking Google.</summary>
internal sealed record ModelsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The day its figures were looked at last.</summary>
    public required DateOnly AsOf { get; init; }

    public required string Note { get; init; }

    /// <summary>Recommended first, retired last.</summary>
    public required IReadOnlyList<ModelInfo> Models { get; init; }

    public static ModelsFile Load()
    {
        using var stream = typeof(ModelsFile).Assembly.GetManifestResourceStream("models.json")
            ?? throw new InvalidOperationException("models.json is not part of the assembly.");
        return JsonSerializer.Deserialize<ModelsFile>(stream, Options)
            ?? throw new InvalidOperationException("models.json is empty.");
    }
}
