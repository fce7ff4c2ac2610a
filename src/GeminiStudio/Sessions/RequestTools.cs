using System.Text.Json.Nodes;
using GeminiStudio.Gemini;
using static GeminiStudio.Sessions.RequestReader;

namespace GeminiStudio.Sessions;

/// <summary>Reads <c>tools</c>, <c>toolConfig</c> and <c>safetySettings</c> back into settings; what no control stands for is left in the request.</summary>
internal static class RequestTools
{
    private static readonly string[] Simple = ["googleSearch", "urlContext", "codeExecution"];

    public static RunSettings Read(JsonObject request, RunSettings now, ModelInfo model, List<string> notes)
    {
        var tools = request["tools"] as JsonArray ?? [];
        if (WireNames.RenameOldSearch(tools))
        {
            notes.Add("googleSearchRetrieval is the old name of a tool; it is googleSearch now.");
        }

        var on = new HashSet<string>(StringComparer.Ordinal);
        var declarations = new JsonArray();
        foreach (var tool in tools.OfType<JsonObject>())
        {
            if (Take(tool, "functionDeclarations") is JsonArray declared)
            {
                declared.ToList().ForEach(d => declarations.Add(d?.DeepClone()));
            }

            on.UnionWith(Simple.Where(name => tool[name] is JsonObject { Count: 0 } && tool.Remove(name)));
        }

        var left = tools.Where(t => t is not JsonObject { Count: 0 }).Select(t => t?.DeepClone()).ToArray();
        request.Remove("tools");
        if (left.Length > 0)
        {
            request["tools"] = new JsonArray(left);
        }

        return Safety(request, Functions(request, declarations, model.Tools.Contains("functionDeclarations"), now with
        {
            GoogleSearch = on.Contains("googleSearch") || (now.GoogleSearch && !model.Tools.Contains("googleSearch")),
            UrlContext = on.Contains("urlContext") || (now.UrlContext && !model.Tools.Contains("urlContext")),
            CodeExecution = on.Contains("codeExecution") || (now.CodeExecution && !model.Tools.Contains("codeExecution")),
        }));
    }

    private static RunSettings Functions(JsonObject request, JsonArray declarations, bool areTaken, RunSettings settings)
    {
        var config = request["toolConfig"] as JsonObject ?? [];
        var calling = config["functionCallingConfig"] as JsonObject ?? [];
        if (declarations.Count == 0)
        {
            config.Remove("includeServerSideToolInvocations");
            DropIfEmpty(request, config);
            return areTaken ? SettingFields.Reset(settings, "functions") : settings;
        }

        var mode = Take(calling, "mode")?.GetValue<string>().ToUpperInvariant();
        var names = Take(calling, "allowedFunctionNames") as JsonArray ?? [];
        config.Remove("includeServerSideToolInvocations"); // follows from the tools
        if (calling.Count == 0)
        {
            config.Remove("functionCallingConfig");
        }

        DropIfEmpty(request, config);
        return settings with
        {
            Functions = new FunctionSettings
            {
                IsOn = true,
                Declarations = declarations.ToJsonString(RelaxedJson.Options),
                Mode = mode is "AUTO" or "MODE_UNSPECIFIED" ? null : mode,
                AllowedNames = [.. names.Select(n => n?.GetValue<string>() ?? "")],
                Answers = settings.Functions?.Answers,
            },
        };
    }

    private static void DropIfEmpty(JsonObject request, JsonObject config)
    {
        if (config.Count == 0)
        {
            request.Remove("toolConfig");
        }
    }

    private static RunSettings Safety(JsonObject request, RunSettings settings)
    {
        var safety = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in (Take(request, "safetySettings") as JsonArray ?? []).OfType<JsonObject>())
        {
            if (setting["category"]?.GetValue<string>() is { } category && setting["threshold"]?.GetValue<string>() is { } threshold)
            {
                safety[category] = threshold;
            }
        }

        return settings with { Safety = safety };
    }
}
