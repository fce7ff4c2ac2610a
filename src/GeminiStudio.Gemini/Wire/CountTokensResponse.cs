using System.Text.Json;

namespace GeminiStudio.Gemini.Wire;

/// <summary>Reads the answer of countTokens; an absent count is 0.</summary>
internal static class CountTokensResponse
{
    /// <exception cref="GeminiException">It is not a JSON object (<see cref="GeminiErrorKind.Protocol"/>).</exception>
    public static int ReadTotal(ReadOnlyMemory<byte> json)
    {
        try
        {
            var total = 0;
            var reader = new Utf8JsonReader(json.Span);
            reader.Read();
            while (GeminiChunkReader.NextMember(ref reader))
            {
                var isTotal = reader.ValueTextEquals("totalTokens"u8);
                reader.Read();
                if (isTotal)
                {
                    total = UsageReading.ReadCount(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return total;
        }
        catch (JsonException e)
        {
            throw GeminiChunkReader.Malformed(json, e, key: null);
        }
    }
}
