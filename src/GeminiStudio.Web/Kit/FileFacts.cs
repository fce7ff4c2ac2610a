using GeminiStudio.Data;
using GeminiStudio.Files;

namespace GeminiStudio.Web.Kit;

/// <summary>A file in a few words.</summary>
internal static class FileFacts
{
    /// <summary>2048 × 1424, 1.2 MB, 12 pages.</summary>
    public static string Of(StoredFile file) => string.Join(", ", new[]
    {
        file is { Width: { } width, Height: { } height } ? $"{width} × {height}" : null,
        file.DurationMs is { } length ? Words.Seconds(length) : null,
        file.Pages is { } pages ? $"{Words.Count(pages)} {(pages == 1 ? "page" : "pages")}" : null,
        FileKinds.Size(file.Bytes),
    }.OfType<string>());

    /// <summary>1,064 tokens as Google counts them, or about so many.</summary>
    public static string Tokens(int? tokens, bool isCounted = false) => tokens is { } count ? $"{(isCounted ? "" : "≈ ")}{Words.Count(count)} {(count == 1 ? "token" : "tokens")}" : "tokens not known before it is sent";

    public static string Icon(string? mimeType) => mimeType switch
    {
        ['i', 'm', 'a', 'g', 'e', '/', ..] => "image",
        ['v', 'i', 'd', 'e', 'o', '/', ..] => "film",
        ['a', 'u', 'd', 'i', 'o', '/', ..] => "sound",
        _ => "file",
    };

    /// <summary>Whether browsers paint it; HEIC they do not.</summary>
    public static bool IsPainted(string? mimeType) => mimeType is "image/png" or "image/jpeg" or "image/webp" or "image/gif";
}
