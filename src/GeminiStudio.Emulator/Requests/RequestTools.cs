using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Requests;

/// <summary>The tools of a request and how they may be used.</summary>
internal sealed class RequestTools(JsonObject request)
{
    private readonly IReadOnlyList<JsonObject> _tools = [.. (request["tools"] as JsonArray ?? []).OfType<JsonObject>()];

    public IReadOnlyList<JsonObject> Declarations => [.. _tools.SelectMany(t => t["functionDeclarations"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>AUTO where nothing is said.</summary>
    public string Mode => Calling?["mode"]?.GetValue<string>() is { } mode and not "MODE_UNSPECIFIED" ? mode : "AUTO";

    public IReadOnlyList<string> AllowedNames =>
        [.. (Calling?["allowedFunctionNames"] as JsonArray ?? []).Select(n => n?.GetValue<string>()).OfType<string>()];

    public bool ShowsServerSideCalls => request["toolConfig"]?["includeServerSideToolInvocations"]?.GetValue<bool>() == true;

    /// <summary>Names of the tools that Google runs itself, as on the wire.</summary>
    public IReadOnlyList<string> BuiltIn => [.. _tools.SelectMany(t => t).Select(m => m.Key).Where(k => k != "functionDeclarations").Distinct()];

    public bool Has(string tool) => _tools.Any(t => t.ContainsKey(tool));

    private JsonObject? Calling => request["toolConfig"]?["functionCallingConfig"] as JsonObject;
}
