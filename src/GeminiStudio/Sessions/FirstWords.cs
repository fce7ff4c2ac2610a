using System.Text;
using System.Text.Json;

namespace GeminiStudio.Sessions;

/// <summary>A line of what a turn says, read from the beginning of its parts.</summary>
internal static class FirstWords
{
    /// <summary>Characters of the parts' JSON that are read; a part may be cut off there.</summary>
    public const int Read = 4000;

    private const int Longest = 80;

    /// <summary>The first words that are no thought; those of a thought when no others came so far; empty when there are none.</summary>
    /// <param name="json">JSON array of parts, perhaps cut off at its end.</param>
    public static string Of(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        var (words, thoughts, isText, isThought) = ("", "", false, false);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject when reader.CurrentDepth == 1:
                        (words, isThought) = ("", false);
                        break;
                    case JsonTokenType.String when isText && reader.CurrentDepth == 2:
                        words = Line(reader.GetString()!);
                        break;
                    case JsonTokenType.PropertyName when reader.CurrentDepth == 2 && reader.ValueTextEquals("thought"):
                        isThought = true;
                        break;
                    case JsonTokenType.EndObject when reader.CurrentDepth == 1:
                        if (words.Length > 0 && !isThought)
                        {
                            return words;
                        }

                        thoughts = thoughts.Length > 0 ? thoughts : words;
                        words = "";
                        break;
                }

                isText = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text");
            }
        }
        catch (JsonException)
        {
            return thoughts;
        }

        // A text longer than what is read has no end here; whether it is a thought is said after it, and thoughts come first.
        var cut = isText ? Line(Unfinished(Encoding.UTF8.GetString(bytes.AsSpan((int)reader.BytesConsumed)))) : "";
        return cut.Length > 0 && thoughts.Length == 0 ? cut : words.Length > 0 ? words : cut.Length > 0 ? cut : thoughts;
    }

    private static string Unfinished(string json)
    {
        var start = json.IndexOf('"', StringComparison.Ordinal) + 1;
        var text = json[start..Math.Min(json.Length, start + (4 * Longest))];
        string? whole;
        while ((whole = Parsed(text)) is null && text.LastIndexOf('\\') is >= 0 and var slash)
        {
            text = text[..slash]; // an escape, or half of a pair of them, is cut off
        }

        return whole ?? "";
    }

    private static string? Parsed(string escaped)
    {
        try
        {
            return JsonSerializer.Deserialize<string>($"\"{escaped}\"");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Line(string text) => TypedText.OneLine(text.Length > 4 * Longest ? text[..(4 * Longest)] : text, Longest);
}
