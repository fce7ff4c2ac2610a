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

    /// <summary>Parts as they came, one array.</summary>
    public static string Verbatim(IReadOnlyList<GeminiPart> parts) => Write(parts, merge: false);

    /// <summary>Unsigned text of one kind merged with its neighbours, everything else verbatim.</summary>
    /// <remarks>Signed parts are neither merged nor moved: Google refuses a history in which they are (reference §6.3).</remarks>
    public static string Merged(IReadOnlyList<GeminiPart> parts) => Write(parts, merge: true);

    /// <summary>The parts with other words in their visible texts; every other part stays verbatim, a changed one loses its signature.</summary>
    /// <param name="json">JSON array of parts.</param>
    /// <param name="texts">One for each part that is text and no thought; an empty one takes the part away.</param>
    public static string WithTexts(string json, IReadOnlyList<string> texts)
    {
        var parts = new List<GeminiPart>();
        var next = 0;
        foreach (var part in Read(json))
        {
            if (part.Text is null || part.IsThought)
            {
                parts.Add(part);
                continue;
            }

            var text = next < texts.Count ? texts[next++] : part.Text;
            if (text == part.Text)
            {
                parts.Add(part);
            }
            else if (text.Length > 0)
            {
                parts.AddRange(Read(OfText(text)));
            }
        }

        return Verbatim(parts);
    }

    /// <summary>The visible texts, one for each text part that is no thought; what <see cref="WithTexts"/> takes.</summary>
    public static IReadOnlyList<string> Texts(string json) => [.. Read(json).Where(p => p.Text is not null && !p.IsThought).Select(p => p.Text!)];

    /// <summary>The first visible words of parts whose JSON may be cut off at its end.</summary>
    public static string FirstWords(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), isFinalBlock: false, default);
        var isText = false;
        try
        {
            while (reader.Read())
            {
                if (isText && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } text)
                {
                    return text.Length > 80 ? text[..80] : text;
                }

                isText = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text");
            }
        }
        catch (JsonException)
        {
            return "";
        }

        return "";
    }

    /// <summary>Reads stored parts back.</summary>
    public static IReadOnlyList<GeminiPart> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static GeminiPart Read(JsonElement part)
    {
        var text = part.TryGetProperty("text", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var isThought = part.TryGetProperty("thought", out var thought) && thought.ValueKind == JsonValueKind.True;
        var members = part.EnumerateObject().Count();
        return new GeminiPart(Encoding.UTF8.GetBytes(part.GetRawText()), text, isThought, part.TryGetProperty("thoughtSignature", out _))
        {
            IsPlainText = text is not null && members == (isThought ? 2 : 1),
        };
    }

    private static string Write(IReadOnlyList<GeminiPart> parts, bool merge)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartArray();
            for (var i = 0; i < parts.Count; i++)
            {
                var run = merge && parts[i].IsPlainText ? RunLength(parts, i) : 1;
                if (run == 1)
                {
                    json.WriteRawValue(parts[i].Json.Span, skipInputValidation: true);
                    continue;
                }

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
