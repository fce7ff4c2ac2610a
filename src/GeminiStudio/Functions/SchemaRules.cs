using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GeminiStudio.Functions;

/// <summary>Finds in a text what Google would refuse, with the line.</summary>
/// <remarks>Reference §2.5, §6.4 and §6.5.</remarks>
public static partial class SchemaRules
{
    /// <summary>As many functions as one request takes.</summary>
    public const int MostFunctions = 512;

    private const int MostProblems = 50;

    private static readonly string[] Types = ["string", "number", "integer", "boolean", "array", "object", "null"];

    // Google's subset of OpenAPI refuses them; JSON Schema has them.
    private static readonly string[] NotOpenApi = ["$ref", "$defs", "oneOf", "allOf", "not", "const", "additionalProperties", "patternProperties", "if"];

    /// <summary>What is wrong with one declaration, or with a list of them.</summary>
    public static IReadOnlyList<SchemaProblem> OfFunctions(JsonSource source)
    {
        if (source.Problem is { } problem)
        {
            return [problem];
        }

        var found = new List<SchemaProblem>();
        Functions(found, source, source.Root, "");
        return [.. found.OrderBy(p => p.Line).Take(MostProblems)];
    }

    /// <summary>What is wrong with a schema.</summary>
    public static IReadOnlyList<SchemaProblem> OfSchema(JsonSource source, bool isJsonSchema)
    {
        if (source.Problem is { } problem)
        {
            return [problem];
        }

        var found = new List<SchemaProblem>();
        if (source.Root is JsonObject)
        {
            Schema(found, source, source.Root, "", isJsonSchema);
            if (SchemaLoops.Find(source.Root) is { } loop)
            {
                found.Add(new(source.LineOf(loop), "This reference leads back to itself."));
            }
        }
        else
        {
            found.Add(new(1, "A schema is a JSON object."));
        }

        return [.. found.OrderBy(p => p.Line).Take(MostProblems)];
    }

    /// <summary>Why a text cannot be a function's name; null when it can.</summary>
    public static string? NameProblem(string name) =>
        name.Length == 0 ? "A function needs a name."
        : FunctionName().IsMatch(name) ? null
        : $"\"{(name.Length > 70 ? name[..70] + "…" : name)}\" cannot be a name: a letter or _ first, then letters, digits, _ . : -, at most 64.";

    private static void Functions(List<SchemaProblem> found, JsonSource source, JsonNode? json, string at)
    {
        switch (json)
        {
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Functions(found, source, list[i], $"{at}/{i}");
                }

                var names = Declarations.Of(list).Select(f => f.Name).ToList();
                if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
                {
                    found.Add(new(source.LineOf(at), $"Two functions are named \"{twice.Key}\"."));
                }

                if (names.Count > MostFunctions)
                {
                    found.Add(new(source.LineOf(at), $"At most {MostFunctions} functions."));
                }

                break;
            case JsonObject tool when tool["functionDeclarations"] is { } inner:
                Functions(found, source, inner, $"{at}/functionDeclarations");
                break;
            case JsonObject function:
                Function(found, source, function, at);
                break;
            default:
                found.Add(new(source.LineOf(at), "A function is a JSON object with a name."));
                break;
        }
    }

    private static void Function(List<SchemaProblem> found, JsonSource source, JsonObject function, string at)
    {
        if (NameProblem(function["name"] is JsonValue name && name.TryGetValue(out string? text) ? text : "") is { } problem)
        {
            found.Add(new(source.LineOf($"{at}/name"), problem));
        }

        foreach (var (member, isJsonSchema) in ((string, bool)[])[("parameters", false), ("parametersJsonSchema", true), ("response", false), ("responseJsonSchema", true)])
        {
            if (function[member] is { } schema)
            {
                Schema(found, source, schema, $"{at}/{member}", isJsonSchema);
                if (SchemaLoops.Find(schema) is { } loop)
                {
                    found.Add(new(source.LineOf($"{at}/{member}{loop}"), "This reference leads back to itself."));
                }
            }
        }

        if (function["parameters"] is not null && function["parametersJsonSchema"] is not null)
        {
            found.Add(new(source.LineOf($"{at}/parametersJsonSchema"), "parameters and parametersJsonSchema do not go together."));
        }
    }

    private static void Schema(List<SchemaProblem> found, JsonSource source, JsonNode? json, string at, bool isJsonSchema)
    {
        if (json is not JsonObject schema)
        {
            if (!(isJsonSchema && json is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False))
            {
                found.Add(new(source.LineOf(at), "A schema is a JSON object."));
            }

            return;
        }

        Type(found, source, schema, at, isJsonSchema);
        var properties = schema["properties"] as JsonObject;
        if (schema["required"] is JsonArray required)
        {
            foreach (var (name, i) in required.Select((n, i) => (n?.ToString() ?? "", i)).Where(n => properties?.ContainsKey(n.Item1) != true))
            {
                found.Add(new(source.LineOf($"{at}/required/{i}"), $"\"{name}\" is required but not declared."));
            }
        }

        if (!isJsonSchema)
        {
            found.AddRange(NotOpenApi.Where(schema.ContainsKey).Select(k => new SchemaProblem(source.LineOf($"{at}/{k}"), $"Google does not take {k} here. Write it as JSON Schema.", IsError: false)));
            if (schema["enum"] is JsonArray values && values.Any(v => v is not JsonValue value || value.GetValueKind() != JsonValueKind.String))
            {
                found.Add(new(source.LineOf($"{at}/enum"), "The values of enum are texts."));
            }
        }

        foreach (var (name, child) in properties ?? [])
        {
            Schema(found, source, child, $"{at}/properties/{JsonSource.Escape(name)}", isJsonSchema);
        }

        if (schema["items"] is { } items && items is not JsonArray)
        {
            Schema(found, source, items, $"{at}/items", isJsonSchema);
        }

        foreach (var (choice, i) in (schema["anyOf"] as JsonArray ?? []).Select((c, i) => (c, i)))
        {
            Schema(found, source, choice, $"{at}/anyOf/{i}", isJsonSchema);
        }
    }

    private static void Type(List<SchemaProblem> found, JsonSource source, JsonObject schema, string at, bool isJsonSchema)
    {
        var line = source.LineOf($"{at}/type");
        if (schema["type"] is JsonArray && !isJsonSchema)
        {
            found.Add(new(line, "Only one type can stand here. Write nullable: true beside it."));
            return;
        }

        foreach (var type in schema["type"] switch { JsonArray several => several.Select(t => t?.ToString() ?? "null"), null => [], var one => [one.ToString()] })
        {
            if (!Types.Contains(type.ToLowerInvariant()))
            {
                found.Add(new(line, $"\"{type}\" is not a type.{(Types.FirstOrDefault(t => type.Length > 1 && t.StartsWith(type[..2], StringComparison.OrdinalIgnoreCase)) is { } near ? $" Use \"{near}\"." : "")}"));
            }
            else if (!isJsonSchema && type.Equals("array", StringComparison.OrdinalIgnoreCase) && schema["items"] is null)
            {
                found.Add(new(line, "An array needs items."));
            }
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex FunctionName();
}
