using System.Text;
using System.Text.Json;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>Writes the response of a whole answer without its content, from the bytes that came.</summary>
/// <remarks>The members are cut out and never parsed into values: whatever Google sends, a turn must be able to settle.</remarks>
internal static class EnvelopeJson
{
    /// <param name="last">The last chunk; its members beside the candidates are the answer's.</param>
    /// <param name="candidate">What the shown candidate has beside its content: name and JSON; empty when there was none.</param>
    /// <param name="others">Candidates that are not shown, as they came.</param>
    public static string Write(GeminiChunk last, IReadOnlyList<(string Name, string Json)> candidate, IReadOnlyList<string> others)
    {
        var members = new List<string>();
        if (candidate.Count > 0)
        {
            var shown = "{" + string.Join(',', candidate.Select(m => $"\"{m.Name}\":{m.Json}")) + "}";
            members.Add($"\"candidates\":[{string.Join(',', others.Prepend(shown))}]");
        }

        members.AddRange(Cut(last.Json.Span).Where(m => m.Name != "candidates").Select(m => $"\"{m.Name}\":{m.Json}"));
        return "{" + string.Join(',', members) + "}";
    }

    /// <summary>An object's members, each name once, values as they came.</summary>
    public static IEnumerable<(string Name, string Json)> Cut(ReadOnlySpan<byte> json)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Encoding.UTF8.GetString(reader.ValueSpan); // escapes stay as they are
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members[name] = Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
        }

        return members.Select(m => (m.Key, m.Value));
    }

    /// <summary>A text as JSON.</summary>
    public static string Text(string text) => JsonSerializer.Serialize(text, RelaxedJson.Options);
}
