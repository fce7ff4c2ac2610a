using GeminiStudio.Emulator.Answers.Media;
using GeminiStudio.Emulator.Files;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Validation;

/// <summary>What may be attached, and what may be asked for in return.</summary>
internal static class MediaRules
{
    private static readonly HashSet<string> Types =
    [
        "image/png", "image/jpeg", "image/jpg", "image/webp", "image/heic", "image/heif", "image/gif", "application/pdf", "application/json", "application/xml",
        "application/rtf", "application/x-javascript", "application/x-python", "application/javascript",
    ];

    public static string? Check(GenerateRequest request, Model model)
    {
        var asked = request.Config.Modalities;
        var isOffered = asked.Count == 0 ? !model.Speaks : model.Modalities.Any(m => m.Split(", ").ToHashSet().SetEquals(asked));
        if (!isOffered)
        {
            var combinations = string.Concat(model.Modalities.Select(m => $"* {m}\n"));
            return $"The requested combination of response modalities ({(asked.Count == 0 ? "TEXT" : string.Join(", ", asked))}) is not supported by the model. models/{model.Id} accepts the following combination of response modalities:\n{combinations}";
        }
        return request.Contents.SelectMany(c => c.Parts).Select(p => p["inlineData"]?["mimeType"]?.ToString()).OfType<string>().FirstOrDefault(m => !IsTaken(m)) is { } stranger
            ? $"Unsupported MIME type: {stranger}" : null;
    }

    /// <summary>A file that is not ready, or not there; null when all of them may be used.</summary>
    public static GoogleError? CheckFiles(GenerateRequest request, FileStore files)
    {
        foreach (var uri in request.Contents.SelectMany(c => c.Parts).Select(p => p["fileData"]?["fileUri"]?.ToString()).OfType<string>())
        {
            var at = uri.LastIndexOf("files/", StringComparison.Ordinal);
            if (at < 0 || Attachments.IsYouTube(uri))
            {
                continue; // not one of the Files API
            }
            if (files.Find(uri) is not { } file)
            {
                return IsOurs(uri) ? GoogleErrors.NoSuchFile(uri[at..]) : null;
            }
            if (file.StateAt(files.Now) != "ACTIVE")
            {
                return GoogleErrors.FileNotActive(file.Name);
            }
        }
        return null;
    }

    private static bool IsOurs(string uri) => uri.StartsWith("files/", StringComparison.Ordinal) || uri.Contains("/v1beta/files/", StringComparison.Ordinal)
        || uri.Contains("/v1/files/", StringComparison.Ordinal) || uri.Contains("/v1alpha/files/", StringComparison.Ordinal);

    private static bool IsTaken(string mimeType) =>
        Types.Contains(mimeType.Split(';')[0].ToLowerInvariant()) || mimeType.Split('/')[0] is "text" or "audio" or "video";
}
