using System.Text.RegularExpressions;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace GeminiStudio.Functions;

/// <summary>Makes function declarations of the operations of an OpenAPI 3 document.</summary>
public static partial class OpenApiFunctions
{
    /// <summary>Longest document, in characters.</summary>
    public const int MaxLength = 2_000_000;

    /// <param name="text">JSON or YAML.</param>
    public static OpenApiResult Read(string text)
    {
        if (text.Length > MaxLength)
        {
            return new([], new(1, $"At most {MaxLength / 1_000_000} million characters are read."));
        }

        try
        {
            var settings = new OpenApiReaderSettings { LoadExternalRefs = false };
            settings.AddYamlReader();
            var read = OpenApiDocument.Parse(text, text.TrimStart().StartsWith('{') ? OpenApiConstants.Json : OpenApiConstants.Yaml, settings);
            if (read.Document is not { Paths.Count: > 0 } document)
            {
                return new([], new(1, read.Diagnostic?.Errors.FirstOrDefault()?.Message ?? "No operation is in this document."));
            }

            var functions = document.Paths.SelectMany(p => (p.Value.Operations ?? []).Select(o => Function(document, p.Key, p.Value, o.Key.Method, o.Value))).ToList();
            return new(Unique(functions), functions.Count == 0 ? new(1, "No operation is in this document.") : null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The readers throw what their parsers throw, of many kinds; to the person it is one thing.
            return new([], new(1, "This is no OpenAPI 3 document that can be read."));
        }
    }

    private static OpenApiFunction Function(OpenApiDocument document, string path, IOpenApiPathItem item, string method, OpenApiOperation operation)
    {
        var (properties, required) = (new JsonObject(), new List<string>());
        foreach (var parameter in (item.Parameters ?? []).Concat(operation.Parameters ?? []).Where(p => p.Name is not null && p.In != ParameterLocation.Cookie))
        {
            var schema = OpenApiSchemas.Of(parameter.Schema ?? parameter.Content?.Values.FirstOrDefault()?.Schema);
            if (!string.IsNullOrEmpty(parameter.Description))
            {
                schema["description"] = parameter.Description;
            }

            properties[parameter.Name!] = schema;
            if (parameter.Required)
            {
                required.Add(parameter.Name!);
            }
        }

        Body(operation.RequestBody, properties, required);
        var parameters = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            parameters["required"] = new JsonArray([.. required.Distinct().Select(r => (JsonNode?)r)]);
        }

        var about = string.Join(' ', new[] { operation.Summary, operation.Description }.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!.Trim()).Distinct());
        var draft = properties.Count == 0
            ? FunctionDraft.New(Name(operation.OperationId ?? $"{method.ToLowerInvariant()}{path}"))
            : FunctionDraft.Of(Name(operation.OperationId ?? $"{method.ToLowerInvariant()}{path}"), "", SchemaNode.Read(parameters), isJsonSchema: false);
        draft.Description = about;
        var server = (operation.Servers ?? item.Servers ?? document.Servers)?.FirstOrDefault()?.Url?.TrimEnd('/');
        return new(draft, method.ToUpperInvariant(), Uri.TryCreate(server, UriKind.Absolute, out _) ? server + path : null);
    }

    // The members of a JSON body become parameters of their own; a body of another shape is one parameter.
    private static void Body(IOpenApiRequestBody? body, JsonObject properties, List<string> required)
    {
        if (body?.Content is not { Count: > 0 } content || (content.FirstOrDefault(c => c.Key.Contains("json", StringComparison.Ordinal)).Value ?? content.Values.First()).Schema is not { } schema)
        {
            return;
        }

        var json = OpenApiSchemas.Of(schema);
        if (json["properties"] is not JsonObject members)
        {
            properties["body"] = json;
            required.AddRange(body.Required ? ["body"] : []);
            return;
        }

        foreach (var (name, member) in members.Where(m => !properties.ContainsKey(m.Key)).ToList())
        {
            properties[name] = member?.DeepClone();
        }

        required.AddRange(body.Required ? (json["required"] as JsonArray ?? []).Select(r => r!.ToString()) : []);
    }

    private static string Name(string text)
    {
        var name = NotInName().Replace(text, "_").Trim('_');
        name = name.Length == 0 || char.IsDigit(name[0]) ? $"_{name}" : name;
        return name.Length > 64 ? name[..64] : name;
    }

    private static List<OpenApiFunction> Unique(List<OpenApiFunction> functions)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            for (var (name, number) = (function.Function.Name, 2); !taken.Add(function.Function.Name); number++)
            {
                function.Function.Name = $"{(name.Length > 60 ? name[..60] : name)}_{number}";
            }
        }

        return functions;
    }

    [GeneratedRegex("[^A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInName();
}

/// <summary>What was read from a document.</summary>
public sealed record OpenApiResult(IReadOnlyList<OpenApiFunction> Functions, SchemaProblem? Problem);

/// <param name="Function">The declaration.</param>
/// <param name="Method">GET, POST ...</param>
/// <param name="Url">Where it would be called, with <c>{placeholders}</c>; null when the document names no server.</param>
public sealed record OpenApiFunction(FunctionDraft Function, string Method, string? Url);
