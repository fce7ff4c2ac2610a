using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>Reads <c>usageMetadata</c>; a count that cannot be one is 0.</summary>
internal static class UsageReading
{
    // Fifty times the largest context window: such a count is an error of the sender, and it would be money.
    private const double MostTokens = 100_000_000;

    public static GeminiUsage Read(ref Utf8JsonReader reader)
    {
        var usage = new GeminiUsage();
        while (GeminiChunkReader.NextMember(ref reader))
        {
            usage = ReadMember(ref reader, usage);
            usage = IsImpossible(reader) ? usage with { IsSuspect = true } : usage;
        }

        return usage;
    }

    /// <summary>The number that the reader stands on, also when it is written as a string or with a fraction.</summary>
    public static int ReadCount(ref Utf8JsonReader reader)
    {
        double value = 0;
        var isNumber = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out value),
            JsonTokenType.String => double.TryParse(Encoding.UTF8.GetString(reader.ValueSpan), NumberStyles.Float, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
        reader.Skip();
        return isNumber && value is > 0 and <= MostTokens ? (int)value : 0;
    }

    // After a member the reader stands on its value; text and objects here are details or news that we do not know.
    private static bool IsImpossible(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && value is (< 0 or > MostTokens);

    private static GeminiUsage ReadMember(ref Utf8JsonReader reader, GeminiUsage usage)
    {
        if (GeminiChunkReader.Enters(ref reader, "promptTokensDetails"u8, JsonTokenType.StartArray))
        {
            return usage with { PromptAudioTokens = ReadModality(ref reader, "AUDIO") };
        }

        if (GeminiChunkReader.Enters(ref reader, "candidatesTokensDetails"u8, JsonTokenType.StartArray))
        {
            return usage with { CandidatesImageTokens = ReadModality(ref reader, "IMAGE") };
        }

        var name = reader.HasValueSequence ? "" : Encoding.UTF8.GetString(reader.ValueSpan);
        reader.Read();
        switch (name)
        {
            case "promptTokenCount": return usage with { PromptTokens = ReadCount(ref reader) };
            case "cachedContentTokenCount": return usage with { CachedTokens = ReadCount(ref reader) };
            case "candidatesTokenCount": return usage with { CandidatesTokens = ReadCount(ref reader) };
            case "thoughtsTokenCount": return usage with { ThoughtsTokens = ReadCount(ref reader) };
            case "toolUsePromptTokenCount": return usage with { ToolUsePromptTokens = ReadCount(ref reader) };
            case "totalTokenCount": return usage with { TotalTokens = ReadCount(ref reader) };
            default:
                reader.Skip();
                return usage;
        }
    }

    private static int ReadModality(ref Utf8JsonReader reader, string wanted)
    {
        var sum = 0L;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var (modality, count) = ((string?)null, 0);
            while (GeminiChunkReader.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("modality"u8))
                {
                    modality = GeminiChunkReader.ReadText(ref reader);
                }
                else if (reader.ValueTextEquals("tokenCount"u8))
                {
                    reader.Read();
                    count = ReadCount(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            sum += string.Equals(modality, wanted, StringComparison.OrdinalIgnoreCase) ? count : 0;
        }

        return sum > MostTokens ? 0 : (int)sum;
    }
}
