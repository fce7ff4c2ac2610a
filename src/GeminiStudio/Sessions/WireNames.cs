using System.Text.Json.Nodes;

namespace GeminiStudio.Sessions;

/// <summary>The spelling of Google's fields: camelCase, also where a pasted request writes snake_case, and new names for old ones.</summary>
internal static class WireNames
{
    /// <summary>The object with its own members in camelCase, and those of the named ones below it.</summary>
    /// <param name="json">Changed in place.</param>
    /// <param name="inner">Members whose objects, or lists of objects, are spelled the same way; anything else may hold names of the person's own.</param>
    public static void Camel(JsonObject json, params IReadOnlyList<string> inner)
    {
        foreach (var (name, value) in json.ToList())
        {
            var camel = Camel(name);
            if (camel != name && !json.ContainsKey(camel))
            {
                json.Remove(name);
                json[camel] = value;
            }

            if (inner.Contains(camel))
            {
                foreach (var below in json[camel] switch { JsonObject one => [one], JsonArray many => many.OfType<JsonObject>(), _ => [] })
                {
                    Camel(below, inner);
                }
            }
        }
    }

    /// <summary>Gives the search tool of 2024 the name that models take today; whether there was one.</summary>
    public static bool RenameOldSearch(JsonArray tools)
    {
        var found = tools.OfType<JsonObject>().Where(tool => tool.Remove("googleSearchRetrieval")).ToList();
        found.ForEach(tool => tool["googleSearch"] ??= new JsonObject());
        return found.Count > 0;
    }

    private static string Camel(string name)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? name : words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
