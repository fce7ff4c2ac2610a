using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Data;

namespace GeminiStudio.Files;

/// <summary>How a stored turn names a file of ours: Google's own <c>fileData</c> with an address that only we know.</summary>
/// <remarks>The bytes take its place when the request leaves, as <c>inlineData</c> or as the file's address at Google; see <see cref="MediaClient"/>.</remarks>
public static class FileReference
{
    /// <summary>Starts every such address; the file's hash follows.</summary>
    public const string Scheme = "studio:";

    private const int HashLength = 64;
    internal static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The hash in an address of ours; null when it is another's.</summary>
    public static string? HashOf(string? uri) =>
        uri is not null && uri.StartsWith(Scheme, StringComparison.Ordinal) && uri[Scheme.Length..] is var hash && IsHash(hash) ? hash : null;

    public static bool IsHash(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The part of a message that stands for a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="clip">The piece of a film; null for all of it.</param>
    /// <param name="name">As it is called here: the same bytes may go by other names elsewhere.</param>
    public static string Part(StoredFile file, VideoClip? clip, string name) => WithClip(FileData(Scheme + file.Hash, file.MimeType, name), clip).ToJsonString(Relaxed);

    /// <summary>The part of a message that stands for a link that Google fetches itself.</summary>
    public static string LinkPart(string link, VideoClip? clip) => WithClip(FileData(link, mimeType: null, name: null), clip).ToJsonString(Relaxed);

    /// <summary>The member that takes the place of <c>inlineData</c> in an answer's part, without braces.</summary>
    internal static string Member(StoredFile file) => FileData(Scheme + file.Hash, file.MimeType, file.Name).ToJsonString(Relaxed)[1..^1];

    private static JsonObject FileData(string uri, string? mimeType, string? name)
    {
        var data = new JsonObject();
        if (mimeType is not null)
        {
            data["mimeType"] = mimeType;
        }

        data["fileUri"] = uri;
        if (name is not null)
        {
            data["displayName"] = name;
        }

        return new JsonObject { ["fileData"] = data };
    }

    internal static JsonObject WithClip(JsonObject part, VideoClip? clip)
    {
        if (clip is null or { IsAll: true })
        {
            return part;
        }

        var metadata = new JsonObject();
        if (clip.StartSeconds is { } from)
        {
            metadata["startOffset"] = Seconds(from);
        }

        if (clip.EndSeconds is { } to)
        {
            metadata["endOffset"] = Seconds(to);
        }

        if (clip.Fps is { } fps)
        {
            metadata["fps"] = fps;
        }

        part["videoMetadata"] = metadata;
        return part;
    }

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
}
