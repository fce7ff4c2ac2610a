using System.Text;
using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>Reads the few fields of a response that the product acts on; everything else stays in the bytes.</summary>
public static class GeminiChunkReader
{
    // Deeper than any schema or argument that was seen; the default of 64 is not.
    internal static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Reads one response object. Unknown fields, unknown enum values and fields of another type are skipped.</summary>
    /// <exception cref="GeminiException">It is not a JSON object (<see cref="GeminiErrorKind.Protocol"/>).</exception>
    public static GeminiChunk Read(ReadOnlyMemory<byte> json) => TryRead(json, out var error) ?? throw Malformed(json, error, key: null);

    /// <summary>Reads a JSON array of parts, as it is stored.</summary>
    /// <exception cref="JsonException">It is not a JSON array.</exception>
    public static IReadOnlyList<GeminiPart> ReadParts(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, Options);
        return reader.Read() && reader.TokenType == JsonTokenType.StartArray
            ? CandidateReading.ReadParts(ref reader, json)
            : throw new JsonException("Parts are an array.");
    }

    /// <summary>As <see cref="Read"/>, but null when it is not a JSON object.</summary>
    internal static GeminiChunk? TryRead(ReadOnlyMemory<byte> json, out JsonException? error)
    {
        error = null;
        try
        {
            return ReadRoot(json, wanted: null);
        }
        catch (JsonException e)
        {
            error = e;
            return null;
        }
    }

    /// <summary>The failure of an answer that is not JSON, with the start of it, keys removed.</summary>
    internal static GeminiException Malformed(ReadOnlyMemory<byte> json, Exception? cause, Secret? key) =>
        new(GeminiErrorKind.Protocol, "A piece of the answer is not the JSON object that the API promises.", cause)
        {
            RawBody = KeyMask.Cut(KeyMask.Apply(Encoding.UTF8.GetString(json.Span[..Math.Min(json.Length, 16 * 1024)]), key), 4096),
        };

    /// <param name="json">One response object.</param>
    /// <param name="wanted">The candidate whose fields are read; null as in <see cref="Read"/>.</param>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    internal static GeminiChunk ReadRoot(ReadOnlyMemory<byte> json, int? wanted)
    {
        var reader = new Utf8JsonReader(json.Span, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The root is not an object.");
        }

        CandidateReading candidate = default;
        GeminiUsage? usage = null;
        string? blockReason = null, modelVersion = null, responseId = null;
        var (candidates, isError) = (0, false);
        while (NextMember(ref reader))
        {
            if (Enters(ref reader, "candidates"u8, JsonTokenType.StartArray))
            {
                candidate = CandidateReading.ReadAll(ref reader, json, wanted, out candidates);
            }
            else if (Enters(ref reader, "usageMetadata"u8, JsonTokenType.StartObject))
            {
                usage = UsageReading.Read(ref reader);
            }
            else if (Enters(ref reader, "promptFeedback"u8, JsonTokenType.StartObject))
            {
                blockReason = ReadBlockReason(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                isError = reader.TokenType == JsonTokenType.StartObject;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("modelVersion"u8))
            {
                modelVersion = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("responseId"u8))
            {
                responseId = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (reader.Read())
        {
            throw new JsonException("Something follows the object.");
        }

        return new GeminiChunk
        {
            Json = json,
            Parts = candidate.Parts ?? [],
            FinishReason = candidate.FinishReason,
            FinishMessage = candidate.FinishMessage,
            CandidateExtras = candidate.Extras,
            HasCandidate = candidates > 0,
            CandidateCount = candidates,
            CandidateIndex = candidate.Index,
            BlockReason = blockReason,
            Usage = usage,
            ModelVersion = modelVersion,
            ResponseId = responseId,
            IsError = isError && candidates == 0,
        };
    }

    /// <summary>Steps to the next member's name; false at the end of the object.</summary>
    internal static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>When the member has this name: steps onto its value, and says whether that is of the kind; skips it when not.</summary>
    internal static bool Enters(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, JsonTokenType kind)
    {
        if (!reader.ValueTextEquals(name))
        {
            return false;
        }

        var ahead = reader; // the reader is a struct: looking ahead is a copy
        if (!ahead.Read() || ahead.TokenType != kind)
        {
            return false;
        }

        reader = ahead;
        return true;
    }

    /// <summary>The value of the member that the reader stands on, when it is a string; skips it in any case.</summary>
    internal static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = JsonText.Read(ref reader);
        reader.Skip();
        return text;
    }

    private static string? ReadBlockReason(ref Utf8JsonReader reader)
    {
        string? reason = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("blockReason"u8))
            {
                reason = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return reason;
    }
}
