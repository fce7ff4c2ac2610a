using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeminiStudio.Files;

/// <summary>Something that goes along with the next message: a file of ours, or a film at YouTube.</summary>
public sealed record Attachment
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>SHA-256 of the file; null for a link.</summary>
    public string? Hash { get; init; }

    /// <summary>A link that Google fetches itself; null for a file.</summary>
    public string? Link { get; init; }

    public required string Name { get; init; }

    public VideoClip? Clip { get; init; }

    /// <summary>Tells it from the others of the message.</summary>
    [JsonIgnore] public string Key => Hash ?? Link ?? "";

    /// <summary>The attachments that a draft keeps.</summary>
    public static IReadOnlyList<Attachment> ReadAll(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<List<Attachment>>(json, Json) ?? [];
        }
        catch (JsonException)
        {
            return []; // of another version: what is kept there is lost, the text is not
        }
    }

    public static string WriteAll(IReadOnlyList<Attachment> attachments) => attachments.Count == 0 ? "" : JsonSerializer.Serialize(attachments, Json);

    /// <summary>A public film at YouTube in the form that Google takes; null when the text is no such link.</summary>
    public static string? YouTube(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var link) || link.Scheme is not ("https" or "http") || link.UserInfo.Length > 0)
        {
            return null;
        }

        var id = link.Host switch
        {
            "youtu.be" => link.AbsolutePath.Trim('/'),
            "youtube.com" or "www.youtube.com" or "m.youtube.com" when link.AbsolutePath == "/watch" =>
                link.Query.TrimStart('?').Split('&').FirstOrDefault(p => p.StartsWith("v=", StringComparison.Ordinal))?[2..],
            "youtube.com" or "www.youtube.com" or "m.youtube.com" when link.AbsolutePath.StartsWith("/shorts/", StringComparison.Ordinal) => link.AbsolutePath["/shorts/".Length..].Trim('/'),
            _ => null,
        };
        return id is { Length: >= 6 and <= 20 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? $"https://www.youtube.com/watch?v={id}" : null;
    }
}
