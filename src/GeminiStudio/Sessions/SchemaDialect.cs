using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Sessions;

/// <summary>What Google's subset of OpenAPI does not take in a schema, and the way out: the same schema, sent as JSON Schema.</summary>
/// <remarks>reference §6.4 and §6.5: JSON Schema ignores what it does not know, the subset refuses it.</remarks>
public static class SchemaDialect
{
    private static readonly HashSet<string> Subset =
    [
        "type", "format", "title", "description", "nullable", "enum", "items", "minItems", "maxItems", "properties", "required", "minProperties", "maxProperties",
        "minLength", "maxLength", "pattern", "minimum", "maximum", "anyOf", "propertyOrdering", "default", "example",
    ];

    /// <summary>The first keyword that is refused, with its path; null when all are taken, or the text is no JSON object.</summary>
    public static string? Refused(string schema)
    {
        try
        {
            return JsonNode.Parse(schema) is JsonObject root ? Refused(root, "") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Refused(string)"/>
    internal static string? Refused(JsonObject schema, string path)
    {
        foreach (var (name, value) in schema)
        {
            var problem = name switch
            {
                _ when !Subset.Contains(name) => path + name,
                "type" when value is JsonArray => path + "type (a list)",
                "enum" when value is JsonArray values && values.Any(v => v?.GetValueKind() != JsonValueKind.String) => path + "enum (not of texts)",
                "properties" when value is JsonObject properties => properties
                    .Select(p => p.Value is JsonObject inner ? Refused(inner, $"{path}properties.{p.Key}.") : null).FirstOrDefault(p => p is not null),
                "items" when value is JsonObject items => Refused(items, path + "items."),
                "anyOf" when value is JsonArray choices => choices.OfType<JsonObject>().Select((c, i) => Refused(c, $"{path}anyOf[{i}].")).FirstOrDefault(p => p is not null),
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }
}
