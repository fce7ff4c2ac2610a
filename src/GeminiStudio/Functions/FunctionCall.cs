using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>A call that a model asks for.</summary>
/// <param name="Index">Its place among the calls of the turn, from 0.</param>
/// <param name="Id">Google's id, which the answer must repeat; null when it gave none.</param>
/// <param name="Name">The function.</param>
/// <param name="Args">The arguments; empty when it gave none.</param>
public sealed record FunctionCall(int Index, string? Id, string Name, JsonObject Args)
{
    /// <summary>The calls among parts, in their order.</summary>
    /// <param name="parts">JSON array of parts, or their single JSON texts.</param>
    public static IReadOnlyList<FunctionCall> Read(string parts) => parts.Contains("\"functionCall\"", StringComparison.Ordinal) ? Of(Members(parts, "functionCall")) : [];

    /// <summary>Whether parts answer calls.</summary>
    public static bool HasResponses(string parts) => parts.Contains("\"functionResponse\"", StringComparison.Ordinal) && Members(parts, "functionResponse").Count > 0;

    /// <summary>The answers among parts, in their order: function name and the whole object.</summary>
    public static IReadOnlyList<JsonObject> Responses(string parts) => Members(parts, "functionResponse");

    /// <summary>The parts that answer these calls, in the order of the calls.</summary>
    /// <param name="answers">One JSON value each; what is no object becomes <c>{"output": …}</c>.</param>
    public static string Answer(IReadOnlyList<(FunctionCall Call, JsonNode? Answer)> answers)
    {
        var parts = new JsonArray();
        foreach (var (call, answer) in answers.OrderBy(a => a.Call.Index))
        {
            var response = new JsonObject();
            if (call.Id is not null)
            {
                response["id"] = call.Id;
            }

            response["name"] = call.Name;
            response["response"] = answer is JsonObject whole ? whole.DeepClone() : new JsonObject { ["output"] = answer?.DeepClone() };
            parts.Add((JsonNode)new JsonObject { ["functionResponse"] = response });
        }

        return Declarations.Write(parts);
    }

    /// <summary>What a model is told when a call failed.</summary>
    public static JsonObject Error(string message) => new() { ["error"] = message };

    private static IReadOnlyList<FunctionCall> Of(IReadOnlyList<JsonObject> calls) =>
        [.. calls.Select((c, i) => new FunctionCall(i, Text(c["id"]), Text(c["name"]) ?? "", c["args"]?.DeepClone() as JsonObject ?? []))];

    private static IReadOnlyList<JsonObject> Members(string parts, string name)
    {
        try
        {
            return JsonNode.Parse(parts, documentOptions: new() { MaxDepth = 512 }) is JsonArray all ? [.. all.Select(p => (p as JsonObject)?[name] as JsonObject).OfType<JsonObject>()] : [];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return [];
        }
    }

    private static string? Text(JsonNode? value) => value is JsonValue v && v.TryGetValue(out string? text) ? text : null;
}
