using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Answers.Calling;

/// <summary>Turns what functions answered into words.</summary>
internal static class ResponseTeller
{
    private const int LongestValue = 400;

    /// <summary>What the last step's functions told; null when nothing but a person spoke last.</summary>
    public static string? Tell(CurrentTurn turn)
    {
        if (!turn.EndsWithResponses || turn.Responses.Count == 0)
        {
            return null;
        }
        var told = turn.Responses.Select(Sentence).ToList();
        return told.Count == 1 ? $"Here is what I found: {told[0]}" : "Here is what I found:\n\n" + string.Join('\n', told.Select(t => "- " + t));
    }

    private static string Sentence(JsonObject response)
    {
        var name = response["name"]?.ToString() ?? "the function";
        var value = response["response"] as JsonObject ?? [];
        if (value["error"] is { } error)
        {
            return $"`{name}` failed: {Words(error)}.";
        }
        var result = value.Count == 1 ? value["output"] ?? value["result"] ?? value : value;
        var media = response["parts"] is JsonArray { Count: > 0 } parts ? $" It also sent {parts.Count} {(parts.Count == 1 ? "file" : "files")}." : "";
        return $"`{name}` says {Words(result)}.{media}";
    }

    private static string Words(JsonNode? value)
    {
        var words = value switch
        {
            JsonObject { Count: 0 } or JsonArray { Count: 0 } or null => "nothing",
            JsonObject members => string.Join(", ", members.Select(m => $"{Label(m.Key)} {(m.Value is JsonObject or JsonArray ? $"({Words(m.Value)})" : $"**{Words(m.Value)}**")}")),
            JsonArray items => string.Join("; ", items.Select(Words)),
            _ => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>().TrimEnd('.') : GoogleJson.OneLine(value),
        };
        return words.Length <= LongestValue ? words : words[..TextPieces.SafeEnd(words, LongestValue)] + "…";
    }

    private static string Label(string name) =>
        string.Concat(name.Select((c, i) => c == '_' ? " " : char.IsAsciiLetterUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
