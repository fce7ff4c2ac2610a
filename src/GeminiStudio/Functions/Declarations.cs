using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>Reads and writes lists of FunctionDeclaration.</summary>
public static class Declarations
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Dense = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Empty when the text holds none, or cannot be read.</summary>
    public static List<FunctionDraft> Read(string json) => Of(JsonSource.Parse(json).Root);

    /// <summary>The declarations of a value: one, a list, or a tool that holds a list.</summary>
    public static List<FunctionDraft> Of(JsonNode? json) => json switch
    {
        JsonArray list => [.. list.SelectMany(Of)],
        JsonObject tool when (tool["functionDeclarations"] ?? tool["function_declarations"]) is { } inner => Of(inner),
        JsonObject tool when tool["type"] is JsonValue kind && kind.ToString() == "function" && tool["function"] is JsonObject foreign => [FunctionDraft.Read(foreign)],
        JsonObject one => [FunctionDraft.Read(one)],
        _ => [],
    };

    public static string Write(IEnumerable<FunctionDraft> functions) => Write(new JsonArray([.. functions.Select(f => (JsonNode)f.ToJson())]));

    /// <summary>For a request: without blanks.</summary>
    public static string Write(JsonNode json) => json.ToJsonString(Dense);

    /// <summary>For a person: two blanks a level.</summary>
    public static string Pretty(JsonNode? json) => json?.ToJsonString(Indented) ?? "null";
}
