using System.Text;
using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Files;

/// <summary>A place in a request's JSON where a file of ours is named.</summary>
/// <param name="Start">Where the member <c>fileData</c> begins, its name included.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Hash">The file.</param>
/// <param name="MimeType">As the turn has it; null when it does not say.</param>
/// <param name="Name">As the person calls it.</param>
internal readonly record struct MediaPlace(int Start, int End, string Hash, string? MimeType, string? Name);

/// <summary>Finds the places where a request names our files, and decides which of them go along in it.</summary>
internal static class MediaPlaces
{
    /// <summary>Bytes of files that one request carries itself: base64 makes a third more of them, and the request stays under 20 MB.</summary>
    public const long MaxInlineBytes = 14L * 1024 * 1024;

    public static IReadOnlyList<MediaPlace> Find(ReadOnlyMemory<byte> body)
    {
        if (body.Span.IndexOf("\"studio:"u8) < 0)
        {
            return [];
        }

        var places = new List<MediaPlace>();
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("fileData"u8))
            {
                var start = (int)reader.TokenStartIndex;
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject && Read(ref reader, start) is { } place)
                {
                    places.Add(place);
                }
            }
        }

        return places;
    }

    /// <summary>The request with other members in these places.</summary>
    public static byte[] Replaced(ReadOnlyMemory<byte> body, IReadOnlyList<MediaPlace> places, Func<MediaPlace, string> member)
    {
        using var output = new MemoryStream(body.Length);
        var from = 0;
        foreach (var place in places)
        {
            output.Write(body.Span[from..place.Start]);
            output.Write(Encoding.UTF8.GetBytes(member(place)));
            from = place.End;
        }

        output.Write(body.Span[from..]);
        return output.ToArray();
    }

    /// <summary>The files that go along as they are: the smallest first, as long as there is room.</summary>
    public static HashSet<string> Inline(IEnumerable<StoredFile> named)
    {
        var room = MaxInlineBytes;
        var inline = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in named.GroupBy(f => f.Hash).OrderBy(g => g.First().Bytes * g.Count()))
        {
            room -= file.First().Bytes * file.Count();
            if (room < 0)
            {
                break;
            }

            inline.Add(file.Key);
        }

        return inline;
    }

    private static MediaPlace? Read(ref Utf8JsonReader reader, int start)
    {
        string? uri = null, type = null, name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueTextEquals("fileUri"u8) ? 1 : reader.ValueTextEquals("mimeType"u8) ? 2 : reader.ValueTextEquals("displayName"u8) ? 3 : 0;
            reader.Read();
            var text = member > 0 && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            (uri, type, name) = member switch { 1 => (text, type, name), 2 => (uri, text, name), 3 => (uri, type, text), _ => (uri, type, name) };
            reader.Skip();
        }

        return FileReference.HashOf(uri) is { } hash ? new MediaPlace(start, (int)reader.BytesConsumed, hash, type, name) : null;
    }
}
