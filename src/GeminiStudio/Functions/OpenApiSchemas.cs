using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace GeminiStudio.Functions;

/// <summary>Writes a schema of an OpenAPI document in the subset that Google takes: references put in place, allOf joined.</summary>
internal static class OpenApiSchemas
{
    private const int Deepest = 8;

    public static JsonObject Of(IOpenApiSchema? schema) => Of(schema, []);

    private static JsonObject Of(IOpenApiSchema? schema, IReadOnlyList<string> open)
    {
        if (schema is null)
        {
            return new() { ["type"] = "string" };
        }

        if (schema is OpenApiSchemaReference { Reference.Id: { } id })
        {
            if (open.Contains(id) || open.Count > Deepest)
            {
                return new() { ["type"] = "object", ["description"] = $"Another {id}." }; // it holds itself
            }

            open = [.. open, id];
        }

        var json = new JsonObject();
        Type(json, schema);
        Put(json, "format", schema.Format);
        Put(json, "title", schema.Title);
        Put(json, "description", schema.Description);
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
        {
            json["nullable"] = true;
        }

        Values(json, schema);
        Limits(json, schema);
        Children(json, schema, open);
        foreach (var part in schema.AllOf ?? [])
        {
            Join(json, Of(part, open));
        }

        return json;
    }

    private static void Type(JsonObject json, IOpenApiSchema schema)
    {
        var type = schema.Type is { } flags ? flags & ~JsonSchemaType.Null : (JsonSchemaType?)null;
        var name = type switch
        {
            JsonSchemaType.String => "string",
            JsonSchemaType.Integer => "integer",
            JsonSchemaType.Number => "number",
            JsonSchemaType.Boolean => "boolean",
            JsonSchemaType.Array => "array",
            JsonSchemaType.Object => "object",
            _ => schema.Properties is { Count: > 0 } || schema.AllOf is { Count: > 0 } ? "object"
                : schema.Items is not null ? "array"
                : schema.AnyOf is { Count: > 0 } || schema.OneOf is { Count: > 0 } ? null : "string",
        };
        Put(json, "type", name);
    }

    // Google's enum holds texts alone; other values are told in words.
    private static void Values(JsonObject json, IOpenApiSchema schema)
    {
        var values = (schema.Enum ?? []).Where(v => v is not null).ToList();
        if (values.Count == 0)
        {
            return;
        }

        if (json["type"]?.ToString() == "string")
        {
            json["enum"] = new JsonArray([.. values.Select(v => (JsonNode?)(v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : v.ToJsonString()))]);
        }
        else
        {
            json["description"] = $"{json["description"]} One of {string.Join(", ", values.Select(v => v.ToJsonString()))}.".Trim();
        }
    }

    private static void Limits(JsonObject json, IOpenApiSchema schema)
    {
        Put(json, "minimum", Number(schema.Minimum ?? schema.ExclusiveMinimum));
        Put(json, "maximum", Number(schema.Maximum ?? schema.ExclusiveMaximum));
        Put(json, "minLength", schema.MinLength);
        Put(json, "maxLength", schema.MaxLength);
        Put(json, "pattern", schema.Pattern);
        Put(json, "minItems", schema.MinItems);
        Put(json, "maxItems", schema.MaxItems);
    }

    private static void Children(JsonObject json, IOpenApiSchema schema, IReadOnlyList<string> open)
    {
        var properties = (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Where(p => !p.Value.ReadOnly).ToList();
        if (properties.Count > 0)
        {
            json["properties"] = new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Of(p.Value, open))));
            var required = properties.Select(p => p.Key).Where(k => schema.Required?.Contains(k) == true).ToList();
            if (required.Count > 0)
            {
                json["required"] = new JsonArray([.. required.Select(r => (JsonNode?)r)]);
            }
        }

        if (json["type"]?.ToString() == "array")
        {
            json["items"] = Of(schema.Items, open);
        }

        if ((schema.AnyOf ?? []).Concat(schema.OneOf ?? []).ToList() is { Count: > 0 } choices)
        {
            json["anyOf"] = new JsonArray([.. choices.Select(c => (JsonNode?)Of(c, open))]);
        }
    }

    private static void Join(JsonObject json, JsonObject part)
    {
        foreach (var (name, value) in part)
        {
            switch (name)
            {
                case "properties":
                    json[name] = new JsonObject((json[name] as JsonObject ?? []).Concat(value!.AsObject()).DistinctBy(p => p.Key).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())).ToList());
                    break;
                case "required":
                    json[name] = new JsonArray([.. (json[name] as JsonArray ?? []).Concat(value!.AsArray()).Select(r => r!.ToString()).Distinct().Select(r => (JsonNode?)r)]);
                    break;
                default:
                    json[name] ??= value?.DeepClone();
                    break;
            }
        }
    }

    private static JsonNode? Number(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Put(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
