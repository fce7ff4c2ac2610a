using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Validation;

/// <summary>Which tools go with which model, with each other, and with a structured answer.</summary>
internal static class ToolRules
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["googleSearch"] = "Search as tool",
        ["codeExecution"] = "Code execution",
        ["urlContext"] = "Browse as tool",
        ["googleMaps"] = "Google Maps as tool",
        ["fileSearch"] = "File search",
    };

    public static string? Check(GenerateRequest request, Model model)
    {
        var tools = new RequestTools(request.Json);
        var builtIn = tools.BuiltIn;
        if (tools.Has("googleSearchRetrieval"))
        {
            return "google_search_retrieval is not supported. Please use google_search tool instead.";
        }
        if (builtIn.FirstOrDefault(t => Names.ContainsKey(t) && !model.BuiltInTools.Contains(t)) is { } refused)
        {
            return $"{Names[refused]} is not enabled for models/{model.Id}";
        }
        var hasFunctions = tools.Declarations.Count > 0;
        var isStructured = request.Config.ResponseMimeType is "application/json" or "text/x.enum";
        return (model.Signs, hasFunctions, builtIn.Count > 0, isStructured) switch
        {
            (false, true, true, _) => "Tool use with function calling is unsupported",
            (true, true, true, _) when !tools.ShowsServerSideCalls =>
                "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.",
            (false, true, _, true) => $"Function calling with a response mime type: '{request.Config.ResponseMimeType}' is unsupported",
            (false, _, true, true) => $"Tool use with a response mime type: '{request.Config.ResponseMimeType}' is unsupported",
            _ => null,
        };
    }
}
