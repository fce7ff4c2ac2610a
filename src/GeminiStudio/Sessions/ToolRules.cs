using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Which tools a model takes, and which of them it does not take together.</summary>
/// <remarks>Gemini 2.5 refuses built-in tools beside functions, and JSON output beside any tool; Gemini 3 takes both.</remarks>
public static class ToolRules
{
    /// <summary>The built-in tools that are switched on, by wire name.</summary>
    public static IEnumerable<string> BuiltIn(RunSettings settings)
    {
        if (settings.GoogleSearch)
        {
            yield return "googleSearch";
        }

        if (settings.UrlContext)
        {
            yield return "urlContext";
        }

        if (settings.CodeExecution)
        {
            yield return "codeExecution";
        }
    }

    /// <summary>Functions that are declared; 0 when the text is no array.</summary>
    public static int DeclarationCount(FunctionSettings functions)
    {
        try
        {
            using var json = JsonDocument.Parse(functions.Declarations);
            return json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.GetArrayLength() : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    /// <summary>What people call a tool.</summary>
    public static string Name(string tool) => tool switch
    {
        "googleSearch" => "Google Search",
        "urlContext" => "URL context",
        "codeExecution" => "Code execution",
        "functions" => "Functions",
        "structuredOutput" => "Structured output",
        _ => tool,
    };

    /// <summary>Why a tool cannot be switched on beside what is on already; null when it can.</summary>
    /// <param name="model">Decides what goes together.</param>
    /// <param name="settings">What is on.</param>
    /// <param name="tool">googleSearch, urlContext, codeExecution, functions or structuredOutput.</param>
    public static string? Obstacle(ModelInfo model, RunSettings settings, string tool)
    {
        var wire = tool == "functions" ? "functionDeclarations" : tool;
        if (tool == "structuredOutput" ? !model.StructuredOutput : !model.Tools.Contains(wire))
        {
            return $"{model.DisplayName} does not take {Name(tool)}.";
        }

        return Clash(model, settings, tool) is { } other ? $"{model.DisplayName} does not take {Name(tool)} together with {Name(other)}." : null;
    }

    /// <summary>What is on and does not go with this tool; null when all does.</summary>
    public static string? Clash(ModelInfo model, RunSettings settings, string tool)
    {
        if (model.CombinesTools)
        {
            return null;
        }

        var functions = settings.Functions is { IsOn: true } ? "functions" : null;
        var structured = settings.Structured is { IsOn: true } ? "structuredOutput" : null;
        return tool switch
        {
            "functions" => BuiltIn(settings).FirstOrDefault() ?? structured,
            "structuredOutput" => functions ?? BuiltIn(settings).FirstOrDefault(),
            _ => functions ?? structured,
        };
    }
}
