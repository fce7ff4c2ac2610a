using System.Globalization;
using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Answers.Schemas;

/// <summary>Words for a text of a schema: what its name says, in its format, its length and its pattern.</summary>
internal sealed class SchemaText(Dice dice, string topic)
{
    private static readonly string[] People = ["Ada Lindqvist", "Mira Okafor", "Jonas Weber", "Lucía Ortega", "Noor Rahman", "Tom Becker"];
    private static readonly string[] Cities = ["Oslo", "Lisbon", "Kyoto", "Vienna", "Toronto", "Nairobi"];
    private static readonly string[] Countries = ["Norway", "Portugal", "Japan", "Austria", "Canada", "Kenya"];
    private static readonly string[] Colours = ["red", "green", "blue", "amber", "violet"];

    public string Make(JsonObject schema, string name)
    {
        var text = ByFormat(schema["format"]?.ToString()) ?? ByName(name) ?? Described(name);
        if (SchemaShape.FitsText(schema, text))
        {
            return text;
        }
        if (schema["pattern"]?.ToString() is { } pattern && PatternText.Make(pattern, dice) is { } made && SchemaShape.FitsText(schema, made))
        {
            return made;
        }
        return Fit(text, SchemaShape.Whole(schema, "minLength") ?? 0, SchemaShape.Whole(schema, "maxLength") ?? int.MaxValue);
    }

    private static string Fit(string text, int fewest, int most)
    {
        while (text.Length < fewest && text.Length < 100_000)
        {
            text += " " + text;
        }
        return text.Length <= most ? text : text[..TextPieces.SafeEnd(text, most)];
    }

    private string? ByFormat(string? format) => format switch
    {
        "date-time" => $"{Day()}T{9 + dice.Next(9):00}:30:00Z",
        "date" => Day(),
        "time" => $"{9 + dice.Next(9):00}:30:00Z",
        "duration" => "PT45M",
        "email" => "ada@example.org",
        "uri" or "url" => "https://example.org/" + dice.Next(1_000),
        "uuid" => new Guid(dice.Bytes(16)).ToString(),
        "hostname" => "example.org",
        "ipv4" => "192.0.2.10",
        "ipv6" => "2001:db8::10",
        "byte" => Convert.ToBase64String(dice.Bytes(6)),
        _ => null,
    };

    private string? ByName(string name)
    {
        var plain = name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain switch
        {
            "NAME" or "FULLNAME" or "PERSON" or "AUTHOR" or "CUSTOMER" or "OWNER" => dice.Pick(People),
            "FIRSTNAME" => dice.Pick(People).Split(' ')[0],
            "LASTNAME" or "SURNAME" => dice.Pick(People).Split(' ')[1],
            "EMAIL" => "ada@example.org",
            "CITY" or "TOWN" or "LOCATION" or "PLACE" => dice.Pick(Cities),
            "COUNTRY" => dice.Pick(Countries),
            "COLOR" or "COLOUR" => dice.Pick(Colours),
            "CURRENCY" => "EUR",
            "DATE" => Day(),
            "ID" or "KEY" or "CODE" => "A-" + (100 + dice.Next(900)).ToString(CultureInfo.InvariantCulture),
            "URL" or "LINK" or "WEBSITE" => "https://example.org/" + dice.Next(1_000),
            "LANGUAGE" => "en",
            "SENTIMENT" => dice.Pick(["positive", "neutral", "negative"]),
            _ => null,
        };
    }

    private string Described(string name)
    {
        var words = Words(name);
        return topic.Length == 0 ? words : dice.Next(2) == 0 ? $"{words} of {topic}" : $"{topic}: {words}";
    }

    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => c is '_' or '-' ? " " : char.IsAsciiLetterUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : c.ToString()));

    private string Day() => $"2026-{11 + dice.Next(2):00}-{1 + dice.Next(28):00}";
}
