using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>Takes a response with several candidates apart. Rare, so it is read a second time instead of costing every chunk something.</summary>
public static class CandidateSplit
{
    /// <summary>The chunk with the fields of this candidate; without parts when the chunk has none of that index.</summary>
    public static GeminiChunk Only(GeminiChunk chunk, int index) =>
        chunk is { CandidateCount: 1 } && chunk.CandidateIndex == index ? chunk : GeminiChunkReader.ReadRoot(chunk.Json, index);

    /// <summary>The JSON of every candidate but the first with this index, as it came.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Others(GeminiChunk chunk, int index)
    {
        var others = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(chunk.Json.Span, GeminiChunkReader.Options);
        reader.Read();
        var isFound = false;
        while (GeminiChunkReader.NextMember(ref reader))
        {
            if (!GeminiChunkReader.Enters(ref reader, "candidates"u8, JsonTokenType.StartArray))
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                var found = !isFound && reader.TokenType == JsonTokenType.StartObject && IndexOf(reader) == index;
                isFound |= found;
                reader.Skip();
                if (!found)
                {
                    others.Add(chunk.Json[start..(int)reader.BytesConsumed]);
                }
            }
        }

        return others;
    }

    private static int IndexOf(Utf8JsonReader candidate)
    {
        while (GeminiChunkReader.NextMember(ref candidate))
        {
            if (candidate.ValueTextEquals("index"u8))
            {
                candidate.Read();
                return candidate.TokenType == JsonTokenType.Number && candidate.TryGetInt32(out var index) ? index : 0;
            }

            candidate.Skip();
        }

        return 0;
    }
}
