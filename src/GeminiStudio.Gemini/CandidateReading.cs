using System.Buffers;
using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>What is read of one candidate.</summary>
internal struct CandidateReading
{
    public List<GeminiPart>? Parts;
    public string? FinishReason;
    public string? FinishMessage;
    public ReadOnlyMemory<byte>? Extras;
    public int Index;

    /// <summary>Reads the array that the reader stands on and returns one candidate of it.</summary>
    /// <param name="wanted">The index to return; null takes 0, which is often left out, else the first.</param>
    /// <param name="count">How many candidates the array has.</param>
    public static CandidateReading ReadAll(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int? wanted, out int count)
    {
        count = 0;
        var isFound = false;
        var chosen = new CandidateReading { Index = wanted ?? 0 };
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var candidate = Read(ref reader, json);
            if (!isFound && (candidate.Index == (wanted ?? 0) || (wanted is null && count == 0)))
            {
                chosen = candidate;
                isFound = candidate.Index == (wanted ?? 0);
            }

            count++;
        }

        return chosen;
    }

    private static CandidateReading Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        CandidateReading candidate = default;
        ArrayBufferWriter<byte>? extras = null;
        while (GeminiChunkReader.NextMember(ref reader))
        {
            if (GeminiChunkReader.Enters(ref reader, "content"u8, JsonTokenType.StartObject))
            {
                candidate.Parts = ReadContent(ref reader, json);
            }
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                candidate.FinishReason = GeminiChunkReader.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("finishMessage"u8))
            {
                candidate.FinishMessage = GeminiChunkReader.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                candidate.Index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) ? index : 0;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                reader.Skip(); // null, or of a kind that we do not know
            }
            else
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Add(ref extras, json.Span[start..(int)reader.BytesConsumed]);
            }
        }

        extras?.Write("}"u8);
        candidate.Extras = extras?.WrittenMemory;
        return candidate;
    }

    private static void Add(ref ArrayBufferWriter<byte>? extras, ReadOnlySpan<byte> member)
    {
        var separator = extras is null ? "{"u8 : ","u8;
        extras ??= new ArrayBufferWriter<byte>(member.Length + 2);
        extras.Write(separator);
        extras.Write(member);
    }

    private static List<GeminiPart>? ReadContent(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        List<GeminiPart>? parts = null;
        while (GeminiChunkReader.NextMember(ref reader))
        {
            if (!GeminiChunkReader.Enters(ref reader, "parts"u8, JsonTokenType.StartArray))
            {
                reader.Skip();
                continue;
            }

            parts = ReadParts(ref reader, json);
        }

        return parts;
    }

    /// <summary>Reads the array that the reader stands on.</summary>
    public static List<GeminiPart> ReadParts(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        List<GeminiPart> parts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                parts.Add(ReadPart(ref reader, json));
            }
            else
            {
                reader.Skip();
            }
        }

        return parts;
    }

    private static GeminiPart ReadPart(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        string? text = null;
        var (isThought, hasSignature, hasMore) = (false, false, false);
        while (GeminiChunkReader.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                text = GeminiChunkReader.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("thought"u8))
            {
                reader.Read();
                isThought = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("thoughtSignature"u8))
            {
                reader.Read();
                hasSignature = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0;
                reader.Skip();
            }
            else
            {
                hasMore = true;
                reader.Skip();
            }
        }

        return new GeminiPart(json[start..(int)reader.BytesConsumed], text, isThought, hasSignature)
        {
            IsPlainText = text is not null && !hasSignature && !hasMore,
        };
    }
}
