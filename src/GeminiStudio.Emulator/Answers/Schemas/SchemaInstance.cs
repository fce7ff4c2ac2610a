using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Answers.Schemas;

/// <summary>Makes a value that fits a schema, of either dialect, in the order of its properties.</summary>
/// <param name="hint">A value for a leaf from what the user said; null to invent one. It is used only where it fits.</param>
/// <param name="onlySaid">Whether optional properties are left out that nobody spoke of, as in the arguments of a call.</param>
internal sealed class SchemaInstance(Dice dice, string topic, Func<string, JsonObject, bool, JsonNode?>? hint = null, bool onlySaid = false)
{
    private const int DeepestNesting = 8;
    private const int UsualItems = 3;
    private const int MostItems = 100;

    private readonly SchemaText _text = new(dice, topic);
    private JsonObject _root = [];

    /// <summary>An instance of the whole schema.</summary>
    public JsonNode? Make(JsonObject schema)
    {
        _root = schema;
        return Make(schema, "value", 0, isRequired: true);
    }

    private JsonNode? Make(JsonObject written, string name, int depth, bool isRequired)
    {
        if (depth > 2 * DeepestNesting)
        {
            return null; // a shape that requires itself has no instance
        }
        var schema = SchemaShape.Resolve(written, _root);
        if (schema.TryGetPropertyValue("const", out var only))
        {
            return only?.DeepClone();
        }
        if (hint?.Invoke(name, schema, isRequired) is { } said && SchemaShape.Fits(schema, said))
        {
            return said;
        }
        if (schema["enum"] is JsonArray { Count: > 0 } choices)
        {
            return choices[dice.Next(choices.Count)]?.DeepClone();
        }
        return SchemaShape.TypeOf(schema) switch
        {
            "OBJECT" => MakeObject(schema, depth),
            "ARRAY" => MakeArray(schema, name, depth),
            "INTEGER" => JsonValue.Create((long)Number(schema, whole: true)),
            "NUMBER" => JsonValue.Create(Number(schema, whole: false)),
            "BOOLEAN" => JsonValue.Create(dice.Next(2) == 1),
            "NULL" => null,
            _ => JsonValue.Create(_text.Make(schema, name)),
        };
    }

    private JsonObject MakeObject(JsonObject schema, int depth)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        var required = SchemaShape.Names(schema["required"]);
        var order = SchemaShape.Names(schema["propertyOrdering"]).Where(properties.ContainsKey)
            .Union(properties.Select(p => p.Key)).Union(required);
        var made = new JsonObject();
        foreach (var key in order)
        {
            var isRequired = required.Contains(key);
            if (!isRequired && (depth >= DeepestNesting || (onlySaid && required.Count > 0 && hint?.Invoke(key, properties[key] as JsonObject ?? [], false) is null)))
            {
                continue; // a recursive shape has to end, and a call names only what was said
            }
            made[key] = Make(properties[key] as JsonObject ?? [], key, depth + 1, isRequired);
        }
        var fewest = SchemaShape.Whole(schema, "minProperties") ?? 0;
        for (var i = made.Count; i < fewest; i++)
        {
            made["key" + (i + 1)] = Make(schema["additionalProperties"] as JsonObject ?? [], "key", depth + 1, isRequired: true);
        }
        return made;
    }

    private JsonArray MakeArray(JsonObject schema, string name, int depth)
    {
        var first = (schema["prefixItems"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var fewest = SchemaShape.Whole(schema, "minItems") ?? 0;
        var most = Math.Clamp(SchemaShape.Whole(schema, "maxItems") ?? MostItems, 0, MostItems);
        var wanted = depth >= DeepestNesting ? fewest : Math.Max(fewest, Math.Max(first.Count, first.Count > 0 ? 0 : UsualItems));
        var items = schema["items"] as JsonObject ?? [];
        var made = new JsonArray();
        var seen = new HashSet<string>();
        var unique = schema["uniqueItems"]?.GetValueKind() == System.Text.Json.JsonValueKind.True;
        for (var tries = 0; made.Count < Math.Min(wanted, most) && tries < 4 * MostItems; tries++)
        {
            var item = Make(made.Count < first.Count ? first[made.Count] : items, Singular(name), depth + 1, isRequired: true);
            if (!unique || seen.Add(item?.ToJsonString() ?? "null"))
            {
                made.Add(item);
            }
        }
        return made;
    }

    private double Number(JsonObject schema, bool whole)
    {
        var step = SchemaShape.Number(schema, "multipleOf") ?? (whole ? 1 : 0.5);
        var low = SchemaShape.Number(schema, "exclusiveMinimum") is { } above ? above + (whole ? 1 : Math.Min(step, 0.5)) : SchemaShape.Number(schema, "minimum");
        var high = SchemaShape.Number(schema, "exclusiveMaximum") is { } below ? below - (whole ? 1 : Math.Min(step, 0.5)) : SchemaShape.Number(schema, "maximum");
        var from = low ?? Math.Min(1, high - 20 ?? 1);
        var to = Math.Max(from, high ?? from + 20);
        var wanted = from + (Math.Min(to - from, 1_000) * dice.Next(1_000) / 1_000);
        var stepped = Math.Ceiling(wanted / step) * step;
        stepped = stepped > to ? Math.Floor(to / step) * step : stepped;
        return stepped < from ? (whole ? Math.Ceiling(from) : from) : Math.Round(stepped, 6);
    }

    private static string Singular(string name) => name.Length > 3 && name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) ? name[..^1] : name;
}
