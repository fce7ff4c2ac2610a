using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace GeminiStudio.Functions;

/// <summary>Whether a value fits a schema, and where it does not.</summary>
public static class SchemaCheck
{
    private const int MostMisfits = 20;

    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Empty when the value fits. A schema that cannot be used says nothing against a value.</summary>
    /// <param name="schema">Google's subset of OpenAPI, or JSON Schema.</param>
    /// <param name="value">What is checked.</param>
    public static IReadOnlyList<Misfit> Find(JsonNode? schema, JsonNode? value)
    {
        if (schema is not JsonObject || SchemaLoops.Find(schema) is not null)
        {
            return [];
        }

        var found = new List<Misfit>();
        try
        {
            var translated = ToJsonSchema(schema)!;
            var result = JsonSchema.FromText(translated.ToJsonString(), new BuildOptions { SchemaRegistry = new() })
                .Evaluate(Element(value), new EvaluationOptions { OutputFormat = OutputFormat.List });
            found.AddRange(result.IsValid ? [] : Errors(result));
        }
        catch (Exception e) when (e is JsonSchemaException or JsonException or ArgumentException or InvalidOperationException or RefResolutionException)
        {
            return []; // a schema that only Google understands
        }

        Patterns(found, schema, value, "");
        return [.. found.DistinctBy(f => (f.Path, f.Message)).Take(MostMisfits)];
    }

    /// <summary>Google's subset of OpenAPI as JSON Schema: lower-case types, nullable as a type, numbers that were written as texts.</summary>
    internal static JsonNode? ToJsonSchema(JsonNode? schema)
    {
        if (schema is not JsonObject from)
        {
            return schema?.DeepClone();
        }

        var to = new JsonObject();
        foreach (var (name, value) in from)
        {
            switch (name)
            {
                case "properties" or "$defs" or "definitions" when value is JsonObject members:
                    to[name] = new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, ToJsonSchema(m.Value))));
                    break;
                case "items" or "additionalProperties" or "not":
                    to[name] = ToJsonSchema(value);
                    break;
                case "anyOf" or "oneOf" or "allOf" or "prefixItems" when value is JsonArray choices:
                    to[name == "oneOf" ? "anyOf" : name] = new JsonArray([.. choices.Select(ToJsonSchema)]);
                    break;
                case "type":
                    to[name] = value is JsonArray types ? new JsonArray([.. types.Select(t => (JsonNode?)t!.ToString().ToLowerInvariant())]) : value!.ToString().ToLowerInvariant();
                    break;
                case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties" or "minimum" or "maximum":
                    to[name] = value is JsonValue v && v.TryGetValue(out string? text) && decimal.TryParse(text, out var number) ? number : value?.DeepClone();
                    break;
                case "$ref" or "required" or "enum" or "const" or "$id" or "$anchor":
                    to[name] = value?.DeepClone();
                    break;
                default:
                    break; // says nothing about a value, or is checked elsewhere: pattern, format
            }
        }

        if (from["nullable"] is JsonValue nullable && nullable.TryGetValue(out bool isNullable) && isNullable)
        {
            Nullable(to);
        }

        return to;
    }

    private static void Nullable(JsonObject schema)
    {
        if (schema["type"] is JsonValue type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        }

        if (schema["enum"] is JsonArray values && !values.Contains(null))
        {
            values.Add((JsonNode?)null);
        }
    }

    private static IEnumerable<Misfit> Errors(EvaluationResults results) =>
        (results.Details ?? []).Append(results).Where(d => !d.IsValid && d.Errors is { Count: > 0 })
        .SelectMany(d => d.Errors!.Where(e => e.Key is not ("properties" or "items" or "")).Select(e => new Misfit(d.InstanceLocation.ToString(), e.Value)));

    // Checked here and not by the library, which would run them without a limit of time.
    private static void Patterns(List<Misfit> found, JsonNode? schema, JsonNode? value, string at)
    {
        switch (schema, value)
        {
            case (JsonObject s, JsonObject o):
                foreach (var (name, child) in s["properties"] as JsonObject ?? [])
                {
                    Patterns(found, child, o[name], $"{at}/{JsonSource.Escape(name)}");
                }

                break;
            case (JsonObject s, JsonArray a):
                for (var i = 0; i < a.Count; i++)
                {
                    Patterns(found, s["items"], a[i], $"{at}/{i}");
                }

                break;
            case (JsonObject s, JsonValue v) when s["pattern"] is JsonValue p && p.TryGetValue(out string? pattern) && v.TryGetValue(out string? text):
                if (!Matches(pattern, text))
                {
                    found.Add(new(at, $"The text does not match {pattern}"));
                }

                break;
            default:
                break;
        }
    }

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return true; // a pattern of another kind, or one that takes too long, refuses nothing
        }
    }

    private static JsonElement Element(JsonNode? value)
    {
        using var document = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        return document.RootElement.Clone();
    }
}

/// <summary>A place of a value that does not fit its schema.</summary>
/// <param name="Path">JSON pointer; empty for the whole.</param>
/// <param name="Message">Why.</param>
public sealed record Misfit(string Path, string Message);
