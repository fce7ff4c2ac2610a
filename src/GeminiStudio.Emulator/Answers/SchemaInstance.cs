using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Makes a value that fits a schema, of either dialect, in the order of its properties.</summary>
internal sealed class SchemaInstance(Dice dice, string topic)
{
    private const int DeepestNesting = 8;

    public JsonNode? Make(JsonObject schema, string name = "value", int depth = 0)
    {
        if (depth > DeepestNesting)
        {
            return null;
        }
        if (schema["enum"] is JsonArray { Count: > 0 } choices)
        {
            return choices[dice.Next(choices.Count)]?.DeepClone();
        }
        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray { Count: > 0 } options && options[0] is JsonObject option)
        {
            return Make(option, name, depth + 1);
        }
        return TypeOf(schema) switch
        {
            "OBJECT" => MakeObject(schema, depth),
            "ARRAY" => MakeArray(schema, name, depth),
            "INTEGER" => JsonValue.Create(WithinLimits(schema, 1 + dice.Next(20))),
            "NUMBER" => JsonValue.Create(WithinLimits(schema, 1 + dice.Next(20)) + 0.5),
            "BOOLEAN" => JsonValue.Create(dice.Next(2) == 1),
            "NULL" => null,
            _ => JsonValue.Create(TextFor(schema, name)),
        };
    }

    private static string TypeOf(JsonObject schema)
    {
        var type = schema["type"] is JsonArray types ? types.FirstOrDefault(t => t?.GetValue<string>() != "null") : schema["type"];
        return type?.GetValue<string>().ToUpperInvariant() ?? (schema.ContainsKey("properties") ? "OBJECT" : "STRING");
    }

    private JsonObject MakeObject(JsonObject schema, int depth)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        var order = (schema["propertyOrdering"] as JsonArray)?.Select(n => n?.GetValue<string>()).OfType<string>().Where(properties.ContainsKey)
            ?? properties.Select(p => p.Key);
        return new JsonObject(order.Union(properties.Select(p => p.Key))
            .Select(key => KeyValuePair.Create(key, properties[key] is JsonObject property ? Make(property, key, depth + 1) : null)));
    }

    private JsonArray MakeArray(JsonObject schema, string name, int depth)
    {
        var items = schema["items"] as JsonObject ?? [];
        var count = Math.Clamp(Limit(schema, "minItems") ?? 3, 1, Math.Clamp(Limit(schema, "maxItems") ?? 3, 1, 100));
        return new JsonArray([.. Enumerable.Range(0, count).Select(_ => Make(items, name, depth + 1))]);
    }

    private static int WithinLimits(JsonObject schema, int value) =>
        Math.Max(Limit(schema, "minimum") ?? int.MinValue, Math.Min(Limit(schema, "maximum") ?? int.MaxValue, value));

    private static int? Limit(JsonObject schema, string name) =>
        double.TryParse(schema[name]?.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var limit) ? (int)limit : null;

    private string TextFor(JsonObject schema, string name) => schema["format"]?.GetValue<string>() switch
    {
        "date-time" => "2026-11-24T09:30:00Z",
        "date" => "2026-11-24",
        "time" => "09:30:00",
        "email" => "ada@example.org",
        _ => dice.Next(2) == 0 ? $"{name} of {topic}" : $"{topic}: {name}",
    };
}
