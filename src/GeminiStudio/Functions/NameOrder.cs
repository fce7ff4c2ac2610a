using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>A list of property names (<c>required</c>, <c>propertyOrdering</c>) that follows its properties when they are renamed.</summary>
internal sealed class NameOrder
{
    private readonly List<object> _entries = [];

    public static NameOrder Read(JsonArray names, IReadOnlyList<SchemaNode> properties)
    {
        var order = new NameOrder();
        foreach (var name in names.Select(n => n!.GetValue<string>()))
        {
            order._entries.Add((object?)properties.FirstOrDefault(p => p.Name == name) ?? name);
        }

        return order;
    }

    /// <summary>The entries in their old order without those that are gone, the new ones behind them.</summary>
    /// <param name="properties">All properties that there are.</param>
    /// <param name="wanted">Those that belong into the list; a name without a property stays as it was written.</param>
    public JsonArray Write(IReadOnlyList<SchemaNode> properties, IReadOnlyList<SchemaNode> wanted)
    {
        var kept = _entries.Where(e => e is string || (e is SchemaNode node && properties.Contains(node) && wanted.Contains(node))).ToList();
        var added = wanted.Where(w => !kept.Contains(w));
        return new([.. kept.Concat(added).Select(e => (JsonNode?)(e is SchemaNode node ? node.Name : (string)e))]);
    }
}
