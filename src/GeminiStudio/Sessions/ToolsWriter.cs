using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Writes <c>tools</c>, <c>toolConfig</c>, <c>safetySettings</c> and <c>serviceTier</c> of a request.</summary>
internal static class ToolsWriter
{
    public static void Write(Utf8JsonWriter json, ModelInfo model, RunSettings settings)
    {
        var builtIn = ToolRules.BuiltIn(settings).Where(model.Tools.Contains).ToList();
        var functions = settings.Functions is { IsOn: true } on && model.Tools.Contains("functionDeclarations") && ToolRules.DeclarationCount(on) > 0 ? on : null;
        if (builtIn.Count > 0 || functions is not null)
        {
            json.WriteStartArray("tools");
            if (functions is not null)
            {
                json.WriteStartObject();
                json.WritePropertyName("functionDeclarations");
                json.WriteRawValue(functions.Declarations);
                json.WriteEndObject();
            }

            foreach (var tool in builtIn)
            {
                json.WriteStartObject();
                json.WriteStartObject(tool);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (functions is not null)
        {
            Config(json, functions, builtIn.Count > 0);
        }

        Safety(json, settings.Safety);
        if (settings.ServiceTier is { } tier)
        {
            json.WriteString("serviceTier", tier);
        }
    }

    private static void Config(Utf8JsonWriter json, FunctionSettings functions, bool withBuiltIn)
    {
        var mode = functions.Mode ?? "AUTO";
        if (mode == "AUTO" && !withBuiltIn)
        {
            return;
        }

        json.WriteStartObject("toolConfig");
        if (mode != "AUTO")
        {
            json.WriteStartObject("functionCallingConfig");
            json.WriteString("mode", mode);
            if (functions.AllowedNames.Count > 0 && mode is "ANY" or "VALIDATED")
            {
                json.WriteStartArray("allowedFunctionNames");
                functions.AllowedNames.ToList().ForEach(json.WriteStringValue);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        if (withBuiltIn)
        {
            json.WriteBoolean("includeServerSideToolInvocations", true); // else 400: Google wants its own calls echoed beside ours
        }

        json.WriteEndObject();
    }

    private static void Safety(Utf8JsonWriter json, IReadOnlyDictionary<string, string> safety)
    {
        if (safety.Count == 0)
        {
            return;
        }

        json.WriteStartArray("safetySettings");
        foreach (var (category, threshold) in safety.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("category", category);
            json.WriteString("threshold", threshold);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
