using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Answers.Composing;
using GeminiStudio.Emulator.Files;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Answers.Media;

/// <summary>Tells what was attached to the last thing that the user said.</summary>
internal sealed class Attachments(FileStore files)
{
    /// <summary>One sentence for each attachment; null when there is none.</summary>
    public string? Tell(GenerateRequest request)
    {
        var parts = request.Contents.LastOrDefault(c => c.IsUser)?.Parts ?? [];
        var seen = parts.Select(Describe).OfType<string>().ToList();
        return seen.Count switch
        {
            0 => null,
            1 => $"I see {seen[0]}.",
            _ => "I see:\n\n" + string.Join('\n', seen.Select(s => "- " + s)),
        };
    }

    /// <summary>Whether the prompt is about the attachments and nothing else.</summary>
    public static bool IsWhatWasAsked(Question question) =>
        question.Text.Length == 0 || question.Asks(@"\b(this|these|attached|attachment|image|picture|photo|file|document|pdf|audio|recording|video|clip)s?\b|\b(what|describe|see|shown?)\b");

    private string? Describe(JsonObject part)
    {
        if (part["inlineData"] is JsonObject inline)
        {
            var bytes = Convert.FromBase64String(inline["data"]?.GetValue<string>() ?? "");
            return Named(inline) + FileFacts.Describe(inline["mimeType"]?.GetValue<string>() ?? "application/octet-stream", bytes, bytes.Length);
        }
        if (part["fileData"] is not JsonObject data)
        {
            return null;
        }
        var uri = data["fileUri"]?.GetValue<string>() ?? "";
        var clip = part["videoMetadata"] is JsonObject span && (span.ContainsKey("startOffset") || span.ContainsKey("endOffset"))
            ? $", from {span["startOffset"] ?? "0s"} to {span["endOffset"] ?? "its end"}" : "";
        if (files.Find(uri) is { } file)
        {
            return $"{(file.DisplayName.Length > 0 ? $"“{file.DisplayName}”, " : "")}{FileFacts.Describe(file.MimeType, file.Head, file.Size)}{clip}";
        }
        return IsYouTube(uri) ? $"the YouTube video {uri}{clip}" : $"a file at {uri}{clip}";
    }

    public static bool IsYouTube(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out var address)
        && (address.Host is "youtu.be" or "youtube.com" || address.Host.EndsWith(".youtube.com", StringComparison.OrdinalIgnoreCase));

    private static string Named(JsonObject data) => data["displayName"]?.ToString() is { Length: > 0 } name ? $"“{name}”, " : "";
}
