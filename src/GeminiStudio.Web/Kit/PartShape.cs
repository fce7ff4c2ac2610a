using System.Text.Json;
using GeminiStudio.Files;

namespace GeminiStudio.Web.Kit;

/// <summary>What of a part a screen shows; everything else of it is in the raw view.</summary>
internal sealed record PartShape
{
    /// <summary>The file of ours; null when it is none.</summary>
    public string? Hash { get; private init; }

    /// <summary>The address of a file that is not ours.</summary>
    public string? Uri { get; private init; }

    public string? MimeType { get; private init; }

    public string? Name { get; private init; }

    /// <summary>Start, end and frame rate of a film in words; null when all of it is meant.</summary>
    public string? Clip { get; private init; }

    /// <summary>A program that the model wrote to be run.</summary>
    public string? Code { get; private init; }

    public string? Language { get; private init; }

    /// <summary>Google's spelling of how the program ended, without its prefix.</summary>
    public string? Outcome { get; private init; }

    public string? Output { get; private init; }

    /// <summary>An empty shape is a part of another kind.</summary>
    public static PartShape Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
            var part = document.RootElement;
            if (Member(part, "fileData") is { } file)
            {
                var uri = Text(file, "fileUri");
                return new PartShape { Hash = FileReference.HashOf(uri), Uri = uri, MimeType = Text(file, "mimeType"), Name = Text(file, "displayName"), Clip = Member(part, "videoMetadata") is { } clip ? Words(clip) : null };
            }

            if (Member(part, "executableCode") is { } code)
            {
                return new PartShape { Code = Text(code, "code") ?? "", Language = Text(code, "language")?.ToLowerInvariant() };
            }

            return Member(part, "codeExecutionResult") is { } result
                ? new PartShape { Outcome = (Text(result, "outcome") ?? "OUTCOME_UNSPECIFIED").Replace("OUTCOME_", "", StringComparison.Ordinal), Output = Text(result, "output") ?? "" }
                : new PartShape();
        }
        catch (JsonException)
        {
            return new PartShape();
        }
    }

    private static string Words(JsonElement clip)
    {
        var (from, to) = (Text(clip, "startOffset"), Text(clip, "endOffset"));
        var fps = clip.TryGetProperty("fps", out var rate) && rate.ValueKind == JsonValueKind.Number ? $"{rate.GetRawText()} frames/s" : null;
        return string.Join(", ", new[] { from is null && to is null ? null : $"{from ?? "0s"} to {to ?? "the end"}", fps }.OfType<string>());
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
