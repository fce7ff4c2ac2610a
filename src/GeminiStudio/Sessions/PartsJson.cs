using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Parts of a content as JSON arrays: written verbatim, read for a screen, merged when a turn settles.</summary>
public static class PartsJson
{
    /// <summary>Written as Google writes: nothing escaped that need not be.</summary>
    internal static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A user's text as one part.</summary>
    public static string OfText(string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            WriteText(json, text, isThought: false);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A user's message: what goes along with it, then its text, which may be empty then.</summary>
    public static string OfMessage(IReadOnlyList<string> files, string text) => files.Count == 0
        ? OfText(text)
        : $"[{string.Join(',', files)}{(text.Length == 0 ? "" : "," + OfText(text)[1..^1])}]";

    /// <summary>Parts as they came, one array.</summary>
    public static string Verbatim(IReadOnlyList<GeminiPart> parts) => Write(parts, merge: false);

    /// <summary>Unsigned text of one kind merged with its neighbours, its broken characters replaced, everything else verbatim.</summary>
    /// <remarks>Signed parts are neither merged nor moved: Google refuses a history in which they are (reference §6.3).</remarks>
    public static string Merged(IReadOnlyList<GeminiPart> parts) => Write(parts, merge: true);

    /// <summary>The parts with other words in their visible texts; every other part stays verbatim, a changed one loses its signature.</summary>
    /// <param name="json">JSON array of parts.</param>
    /// <param name="texts">One for each part that is text and no thought; an empty one takes the part away, further ones are added.</param>
    public static string WithTexts(string json, IReadOnlyList<string> texts)
    {
        var parts = new List<GeminiPart>();
        var next = 0;
        foreach (var part in Read(json))
        {
            if (part.Text is not { Length: > 0 } said || part.IsThought)
            {
                parts.Add(part);
                continue;
            }

            var text = next < texts.Count ? texts[next++] : said;
            if (text == said)
            {
                parts.Add(part);
            }
            else if (text.Length > 0)
            {
                parts.AddRange(Read(OfText(text)));
            }
        }

        // A message of files alone had no text to change: what was written for it comes after them.
        parts.AddRange(texts.Skip(next).Where(t => t.Length > 0).SelectMany(t => Read(OfText(t))));
        return Verbatim(parts);
    }

    /// <summary>Whether a person can change the part: a text that is seen. An empty one only carries a signature.</summary>
    internal static bool IsWords(GeminiPart part) => part.Text is { Length: > 0 } && !part.IsThought;

    /// <summary>The visible texts, one for each text part that is no thought; what <see cref="WithTexts"/> takes.</summary>
    public static IReadOnlyList<string> Texts(string json) => [.. Read(json).Where(IsWords).Select(p => p.Text!)];

    /// <summary>Reads stored parts back.</summary>
    public static IReadOnlyList<GeminiPart> Read(string json) => GeminiChunkReader.ReadParts(Encoding.UTF8.GetBytes(json));

    /// <summary>The part as JSON without its signature; null when nothing is left that could be sent.</summary>
    internal static string? WithoutSignature(GeminiPart part)
    {
        if (!part.HasSignature)
        {
            return Encoding.UTF8.GetString(part.Json.Span);
        }

        if (part.IsThought)
        {
            return null;
        }

        var members = new List<string>();
        var reader = new Utf8JsonReader(part.Json.Span, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isSignature = reader.ValueTextEquals("thoughtSignature"u8);
            reader.Skip();
            if (!isSignature)
            {
                members.Add(Encoding.UTF8.GetString(part.Json.Span[start..(int)reader.BytesConsumed]));
            }
        }

        return members.Count == 0 || (members.Count == 1 && part.Text == "") ? null : $"{{{string.Join(',', members)}}}";
    }

    private static string Write(IReadOnlyList<GeminiPart> parts, bool merge)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            for (var i = 0; i < parts.Count; i++)
            {
                if (!merge || !parts[i].IsPlainText)
                {
                    json.WriteRawValue(parts[i].Json.Span, skipInputValidation: true);
                    continue;
                }

                // Written anew, also when it stands alone: half a surrogate pair becomes U+FFFD here, and no reader stumbles over it later.
                var run = RunLength(parts, i);
                WriteText(json, string.Concat(parts.Skip(i).Take(run).Select(p => p.Text)), parts[i].IsThought);
                i += run - 1;
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static int RunLength(IReadOnlyList<GeminiPart> parts, int start)
    {
        var end = start + 1;
        while (end < parts.Count && parts[end].IsPlainText && parts[end].IsThought == parts[start].IsThought)
        {
            end++;
        }

        return end - start;
    }

    private static void WriteText(Utf8JsonWriter json, string text, bool isThought)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        if (isThought)
        {
            json.WriteBoolean("thought", true);
        }

        json.WriteEndObject();
    }
}
