using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>Makes a schema of a value: what an example has becomes what every answer has.</summary>
public static class SampleSchema
{
    public static JsonObject Of(JsonNode? sample)
    {
        switch (sample)
        {
            case JsonObject o:
                return new()
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject(o.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Of(m.Value)))),
                    ["required"] = new JsonArray([.. o.Where(m => m.Value is not null).Select(m => (JsonNode?)m.Key)]),
                };
            case JsonArray a:
                return new() { ["type"] = "array", ["items"] = a.Count == 0 ? new JsonObject { ["type"] = "string" } : a.Select(Of).Aggregate(Join) };
            case null:
                return new() { ["type"] = "string", ["nullable"] = true };
            default:
                return OfValue(sample);
        }
    }

    private static JsonObject OfValue(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => new() { ["type"] = "boolean" },
        JsonValueKind.Number => new() { ["type"] = value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-') ? "integer" : "number" },
        _ => OfText(value.GetValue<string>()),
    };

    private static JsonObject OfText(string text)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            schema["format"] = "date";
        }
        else if (text.Length > 15 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            schema["format"] = "date-time";
        }

        return schema;
    }

    // Two items of a list: what only one of them has is not required.
    private static JsonObject Join(JsonObject a, JsonObject b)
    {
        var (typeA, typeB) = (a["type"]!.ToString(), b["type"]!.ToString());
        if (IsNull(a) != IsNull(b))
        {
            var other = (IsNull(a) ? b : a).DeepClone().AsObject();
            other["nullable"] = true;
            return other;
        }

        if (typeA != typeB)
        {
            return typeA is "integer" or "number" && typeB is "integer" or "number"
                ? new() { ["type"] = "number" }
                : new() { ["anyOf"] = new JsonArray(a.DeepClone(), b.DeepClone()) };
        }

        return typeA switch
        {
            "object" => JoinObjects(a, b),
            "array" => new() { ["type"] = "array", ["items"] = Join(a["items"]!.AsObject(), b["items"]!.AsObject()) },
            _ => JsonNode.DeepEquals(a, b) ? a.DeepClone().AsObject() : new() { ["type"] = typeA },
        };
    }

    private static bool IsNull(JsonObject schema) => schema["nullable"] is not null && schema["type"]!.ToString() == "string" && schema.Count == 2;

    private static JsonObject JoinObjects(JsonObject a, JsonObject b)
    {
        var (first, second) = (a["properties"]!.AsObject(), b["properties"]!.AsObject());
        var names = first.Select(p => p.Key).Union(second.Select(p => p.Key)).ToList();
        var (requiredA, requiredB) = (a["required"]!.AsArray().Select(n => n!.ToString()), b["required"]!.AsArray().Select(n => n!.ToString()));
        return new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(n => KeyValuePair.Create(n, (JsonNode?)((first[n], second[n]) switch
            {
                (JsonObject x, JsonObject y) => Join(x, y),
                ({ } x, _) => x.DeepClone(),
                (_, var y) => y!.DeepClone(),
            })))),
            ["required"] = new JsonArray([.. requiredA.Intersect(requiredB).Select(n => (JsonNode?)n)]),
        };
    }
}
