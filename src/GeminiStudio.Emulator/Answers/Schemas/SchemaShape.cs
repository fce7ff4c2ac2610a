using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Schemas;

/// <summary>Reads a schema of either dialect: references, types, limits, and whether a value keeps them.</summary>
internal static class SchemaShape
{
    private const int LongestChain = 16;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    /// <summary>The schema that counts: references followed, the first alternative taken.</summary>
    public static JsonObject Resolve(JsonObject schema, JsonObject root)
    {
        for (var i = 0; i < LongestChain; i++)
        {
            if (schema["$ref"]?.GetValueKind() == JsonValueKind.String)
            {
                schema = Find(root, schema["$ref"]!.GetValue<string>()) ?? [];
            }
            else if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray { Count: > 0 } options)
            {
                schema = Joined(schema, options.OfType<JsonObject>().FirstOrDefault(o => TypeOf(o) != "NULL") ?? []);
            }
            else if (schema["allOf"] is JsonArray { Count: > 0 } all)
            {
                schema = all.OfType<JsonObject>().Aggregate(schema, (sum, one) => Joined(sum, Resolve(one, root)));
            }
            else
            {
                break;
            }
        }
        return schema;
    }

    public static string TypeOf(JsonObject schema)
    {
        var type = schema["type"] is JsonArray types ? types.FirstOrDefault(t => Text(t) != "null") ?? types.FirstOrDefault() : schema["type"];
        return Text(type)?.ToUpperInvariant()
            ?? (schema.ContainsKey("properties") ? "OBJECT" : schema.ContainsKey("items") || schema.ContainsKey("prefixItems") ? "ARRAY" : "STRING");
    }

    public static IReadOnlyList<string> Names(JsonNode? list) => [.. (list as JsonArray ?? []).Select(Text).OfType<string>()];

    public static double? Number(JsonObject schema, string name) =>
        double.TryParse(schema[name]?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static int? Whole(JsonObject schema, string name) => Number(schema, name) is { } number ? (int)Math.Clamp(number, 0, int.MaxValue) : null;

    /// <summary>Whether a leaf keeps the limits of its schema.</summary>
    public static bool Fits(JsonObject schema, JsonNode value)
    {
        if (schema["enum"] is JsonArray choices)
        {
            return choices.Any(c => JsonNode.DeepEquals(c, value));
        }
        return (TypeOf(schema), value.GetValueKind()) switch
        {
            ("STRING", JsonValueKind.String) => FitsText(schema, value.GetValue<string>()),
            ("INTEGER", JsonValueKind.Number) => NumberOf(value) is var n && n == Math.Truncate(n) && FitsNumber(schema, n),
            ("NUMBER", JsonValueKind.Number) => FitsNumber(schema, NumberOf(value)),
            ("BOOLEAN", JsonValueKind.True or JsonValueKind.False) => true,
            ("ARRAY", JsonValueKind.Array) => value.AsArray().Count >= (Whole(schema, "minItems") ?? 0) && value.AsArray().Count <= (Whole(schema, "maxItems") ?? int.MaxValue)
                && value.AsArray().All(item => item is not null && Fits(schema["items"] as JsonObject ?? [], item)),
            _ => false,
        };
    }

    /// <summary>Whether a text has the length and the pattern that its schema wants.</summary>
    public static bool FitsText(JsonObject schema, string text)
    {
        var characters = text.EnumerateRunes().Count();
        return characters >= (Whole(schema, "minLength") ?? 0) && characters <= (Whole(schema, "maxLength") ?? int.MaxValue)
            && (Text(schema["pattern"]) is not { } pattern || Matches(text, pattern));
    }

    public static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, PatternTime);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static double NumberOf(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static bool FitsNumber(JsonObject schema, double number) =>
        number >= (Number(schema, "minimum") ?? double.MinValue) && number <= (Number(schema, "maximum") ?? double.MaxValue)
        && number > (Number(schema, "exclusiveMinimum") ?? double.NegativeInfinity) && number < (Number(schema, "exclusiveMaximum") ?? double.PositiveInfinity)
        && (Number(schema, "multipleOf") is not { } step || Math.Abs((number / step) - Math.Round(number / step)) < 1e-9);

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static JsonObject Joined(JsonObject schema, JsonObject more)
    {
        var joined = new JsonObject(schema.Where(m => m.Key is not ("anyOf" or "oneOf" or "allOf")).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        foreach (var (name, value) in more)
        {
            joined[name] = (name, joined[name], value) switch
            {
                ("properties", JsonObject ours, JsonObject theirs) => Joined(ours, theirs),
                ("required", JsonArray ours, JsonArray theirs) => new JsonArray([.. ours.Concat(theirs).Select(n => n?.DeepClone())]),
                _ => value?.DeepClone(),
            };
        }
        return joined;
    }

    private static JsonObject? Find(JsonObject root, string reference)
    {
        JsonNode? at = reference.StartsWith('#') ? root : null;
        foreach (var step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                JsonObject members => members[name],
                JsonArray items when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < items.Count => items[i],
                _ => null,
            };
        }
        return at as JsonObject;
    }
}
