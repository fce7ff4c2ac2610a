namespace GeminiStudio.Functions;

/// <summary>What people call the types of a schema: a type with its format, an enum, or a list of one.</summary>
public static class SchemaKind
{
    /// <summary>Any other shape: several types, a reference, a list of lists. It is edited as JSON.</summary>
    public const string Other = "other";

    private const string List = " list";

    private static readonly string[] Single = ["string", "string, date", "string, date-time", "enum", "integer", "number", "boolean", "object"];

    /// <summary>All that can be picked.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Single, .. Single.Select(s => s + List)];

    public static string Of(SchemaNode node) => Lower(node.Type) switch
    {
        "array" when node.Items is { } items && Of(items) is var kind && Single.Contains(kind) => kind + List,
        "string" when node.Get("enum") is not null => node.Enum is null ? Other : "enum",
        "string" when node.Format is "date" or "date-time" => $"string, {node.Format}",
        "string" or "integer" or "number" or "boolean" or "object" => Lower(node.Type)!,
        _ => Other,
    };

    /// <summary>The node whose properties and values the kind has: the items of a list, else the node itself.</summary>
    public static SchemaNode Inner(SchemaNode node) => Lower(node.Type) == "array" && node.Items is { } items ? items : node;

    /// <summary>Gives a node another kind; name, description and whether it is required stay.</summary>
    public static void Set(SchemaNode node, string kind)
    {
        var isList = kind.EndsWith(List, StringComparison.Ordinal);
        var inner = Inner(node);
        var (properties, values) = (inner.Properties.ToList(), inner.Enum);
        if (isList)
        {
            Clear(node);
            node.Type = "array";
            node.SetItems(new SchemaNode());
            (inner, kind) = (node.Items!, kind[..^List.Length]);
            inner.Set("type", node.Type == "ARRAY" ? "STRING" : "string");
        }
        else
        {
            node.SetItems(null);
            inner = node;
        }

        Clear(inner);
        var (type, format) = kind.Split(", ") is [var t, var f] ? (t, f) : (kind, null);
        inner.Type = type == "enum" ? "string" : type;
        inner.Format = format;
        inner.Enum = type == "enum" ? values ?? [] : null;
        if (type == "object")
        {
            inner.Properties.AddRange(properties);
        }
    }

    private static void Clear(SchemaNode node)
    {
        node.Properties.Clear();
        foreach (var keyword in (string[])["properties", "required", "propertyOrdering", "enum", "format", "anyOf", "minItems", "maxItems", "minLength", "maxLength", "pattern", "minimum", "maximum"])
        {
            node.Set(keyword, null);
        }
    }

    private static string? Lower(string? type) => type?.ToLowerInvariant();
}
