using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Schemas and declarations that Google would refuse.</summary>
internal static class PreflightSchemas
{
    public static IEnumerable<PreflightLine> Check(ModelInfo model, RunSettings settings)
    {
        if (settings.Structured is { IsOn: true, IsJsonSchema: false, Schema: { } schema } structured && SchemaDialect.Refused(schema) is { } keyword)
        {
            yield return new(
                "schema", $"Google's schema subset does not take {keyword}.",
                PreflightSettings.Change("Send it as JSON Schema", settings with { Structured = structured with { IsJsonSchema = true } }));
        }

        if (settings.Functions is not { IsOn: true } functions || Read(functions) is not { } declarations)
        {
            yield break;
        }

        var names = declarations.OfType<JsonObject>().Select(Name).ToList();
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Key.Length > 0 && g.Count() > 1) is { } twice)
        {
            yield return new("function", $"The function {twice.Key} is declared {twice.Count()} times.", Change(settings, functions, "Keep the first", Once(declarations)), Blocks: false);
        }

        if (declarations.OfType<JsonObject>().FirstOrDefault(d => Refused(d) is not null) is { } refused)
        {
            yield return new(
                "schema", $"Google's schema subset does not take {Refused(refused)}, which the function {Name(refused)} has.",
                Change(settings, functions, "Send it as JSON Schema", AsJsonSchema(declarations)));
        }
    }

    /// <summary>The names that are declared.</summary>
    public static IReadOnlyList<string> Names(FunctionSettings functions) => [.. Read(functions)?.OfType<JsonObject>().Select(Name) ?? []];

    private static JsonArray? Read(FunctionSettings functions)
    {
        try
        {
            return JsonNode.Parse(functions.Declarations) as JsonArray;
        }
        catch (JsonException)
        {
            return null; // said by SettingsCheck
        }
    }

    private static string Name(JsonObject declaration) => declaration["name"] is JsonValue name && name.TryGetValue(out string? text) ? text : "";

    private static string? Refused(JsonObject declaration) => declaration["parameters"] is JsonObject parameters ? SchemaDialect.Refused(parameters, "") : null;

    private static JsonArray Once(JsonArray declarations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. declarations.Where(d => d is not JsonObject declaration || Name(declaration).Length == 0 || seen.Add(Name(declaration))).Select(d => d?.DeepClone())];
    }

    private static JsonArray AsJsonSchema(JsonArray declarations)
    {
        var copy = declarations.DeepClone().AsArray();
        foreach (var declaration in copy.OfType<JsonObject>().Where(d => Refused(d) is not null).ToList())
        {
            var parameters = declaration["parameters"]!.DeepClone();
            declaration.Remove("parameters");
            declaration["parametersJsonSchema"] = parameters;
        }

        return copy;
    }

    private static PreflightFix Change(RunSettings settings, FunctionSettings functions, string label, JsonArray declarations) =>
        PreflightSettings.Change(label, settings with { Functions = functions with { Declarations = declarations.ToJsonString(RelaxedJson.Options) } });
}
