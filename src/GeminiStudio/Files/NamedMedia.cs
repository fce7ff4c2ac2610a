using System.Globalization;
using System.Text.Json;

namespace GeminiStudio.Files;

/// <summary>A file of ours that a part names, and the piece of it that is sent.</summary>
/// <param name="Hash">The file.</param>
/// <param name="Clip">The piece of a film; null for all of it.</param>
internal readonly record struct NamedMedia(string Hash, VideoClip? Clip)
{
    /// <summary>Those that a JSON array of parts names, each as often as it does.</summary>
    public static IReadOnlyList<NamedMedia> Read(string parts)
    {
        if (!parts.Contains("\"studio:", StringComparison.Ordinal))
        {
            return [];
        }

        using var json = JsonDocument.Parse(parts, new JsonDocumentOptions { MaxDepth = 512 });
        return [.. (json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray() : []).Select(Of).OfType<NamedMedia>()];
    }

    private static NamedMedia? Of(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("fileData", out var file) && file.ValueKind == JsonValueKind.Object
        && file.TryGetProperty("fileUri", out var uri) && uri.ValueKind == JsonValueKind.String && FileReference.HashOf(uri.GetString()) is { } hash
            ? new NamedMedia(hash, part.TryGetProperty("videoMetadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object ? ClipOf(metadata) : null)
            : null;

    private static VideoClip ClipOf(JsonElement metadata) => new(
        Seconds(metadata, "startOffset"), Seconds(metadata, "endOffset"),
        metadata.TryGetProperty("fps", out var fps) && fps.ValueKind == JsonValueKind.Number ? fps.GetDouble() : null);

    private static double? Seconds(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var offset) && offset.ValueKind == JsonValueKind.String
        && double.TryParse(offset.GetString()!.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
