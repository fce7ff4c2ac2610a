using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>A list of JSON values as rows: the list itself, or the longest list that an object holds.</summary>
public sealed record JsonTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Null when there is no list with something in it.</summary>
    public static JsonTable? Of(JsonNode? json)
    {
        var list = json as JsonArray ?? (json as JsonObject)?.Select(m => m.Value).OfType<JsonArray>().MaxBy(a => a.Count);
        if (list is not { Count: > 0 })
        {
            return null;
        }

        var columns = list.OfType<JsonObject>().SelectMany(o => o.Select(m => m.Key)).Distinct().ToList();
        return columns.Count == 0
            ? new(["Value"], [.. list.Select(v => (IReadOnlyList<string>)[Cell(v)])])
            : new(columns, [.. list.Select(v => (IReadOnlyList<string>)[.. columns.Select(c => Cell((v as JsonObject)?[c]))])]);
    }

    private static string Cell(JsonNode? value) => value switch
    {
        null => "",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        JsonArray list when list.All(i => i is JsonValue) => string.Join(", ", list.Select(Cell)),
        _ => Declarations.Write(value),
    };
}
