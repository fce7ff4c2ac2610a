using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>Finds references that lead back to themselves without going a level down: no check of a value with them would end.</summary>
internal static class SchemaLoops
{
    private static readonly string[] InPlace = ["anyOf", "allOf", "oneOf", "not", "if", "then", "else"];

    /// <summary>The JSON pointer of such a reference; null when there is none.</summary>
    public static string? Find(JsonNode root)
    {
        foreach (var (pointer, _) in All(root, ""))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>([pointer]);
            while (open.TryPop(out var at))
            {
                foreach (var next in Next(root, at))
                {
                    if (next == pointer)
                    {
                        return $"{pointer}/$ref";
                    }

                    if (seen.Add(next))
                    {
                        open.Push(next);
                    }
                }
            }
        }

        return null;
    }

    // Only schemas with a reference can begin a loop.
    private static IEnumerable<(string Pointer, JsonObject Schema)> All(JsonNode? json, string at) => json switch
    {
        JsonObject o => (o["$ref"] is JsonValue ? new[] { (at, o) } : []).Concat(o.SelectMany(m => All(m.Value, $"{at}/{JsonSource.Escape(m.Key)}"))),
        JsonArray a => a.SelectMany((item, i) => All(item, $"{at}/{i}")),
        _ => [],
    };

    private static IEnumerable<string> Next(JsonNode root, string at)
    {
        if (At(root, at) is not JsonObject schema)
        {
            yield break;
        }

        if (schema["$ref"] is JsonValue reference && reference.TryGetValue(out string? target) && target.StartsWith('#'))
        {
            yield return Uri.UnescapeDataString(target[1..]);
        }

        foreach (var keyword in InPlace)
        {
            if (schema[keyword] is JsonObject)
            {
                yield return $"{at}/{keyword}";
            }

            for (var i = 0; i < (schema[keyword] as JsonArray ?? []).Count; i++)
            {
                yield return $"{at}/{keyword}/{i}";
            }
        }
    }

    private static JsonNode? At(JsonNode root, string pointer)
    {
        JsonNode? at = root;
        foreach (var step in pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            at = at switch { JsonObject o => o[step], JsonArray a when int.TryParse(step, out var i) && i < a.Count => a[i], _ => null };
        }

        return at;
    }
}
