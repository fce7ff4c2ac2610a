using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>One place of a schema, for a tree that a person edits. What it does not know it keeps as it was written.</summary>
/// <remarks>Serves Google's subset of OpenAPI and JSON Schema alike: reading and writing without a change gives the same JSON.</remarks>
public sealed class SchemaNode
{
    private readonly List<(string Name, JsonNode? Value)> _keywords = [];
    private JsonNode? _raw; // a schema that is no object: true or false
    private NameOrder _required = new();
    private NameOrder _ordering = new();

    /// <summary>Its name among its parent's properties; empty for a root and for the items of a list.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether its parent's <c>required</c> names it.</summary>
    public bool IsRequired { get; set; }

    public List<SchemaNode> Properties { get; } = [];

    /// <summary>What a list holds; null when it is no list, or its items are not one schema.</summary>
    public SchemaNode? Items { get; private set; }

    /// <summary>The type as written, <c>null</c> left out of a list of types; null when there is none.</summary>
    public string? Type
    {
        get => Get("type") switch
        {
            JsonValue one => Text(one),
            JsonArray { Count: > 0 } several when several.Select(Text).Where(t => t is not "null").ToList() is [var single] => single,
            _ => null,
        };
        set
        {
            var isNullable = IsNullable;
            Set("type", value is null ? null : IsUpper ? value.ToUpperInvariant() : value);
            IsNullable = isNullable;
        }
    }

    public string? Format { get => Text(Get("format")); set => Set("format", value); }

    public string? Description { get => Text(Get("description")); set => Set("description", string.IsNullOrEmpty(value) ? null : value); }

    /// <summary>Whether null is a value, in either spelling: <c>nullable</c>, or <c>null</c> among the types.</summary>
    public bool IsNullable
    {
        get => Get("nullable") is JsonValue flag && flag.TryGetValue(out bool on) ? on : Get("type") is JsonArray types && types.Any(t => Text(t) == "null");
        set
        {
            if (value == IsNullable)
            {
                return;
            }

            if (Get("type") is JsonArray types)
            {
                Set("type", value ? new JsonArray([.. types.Select(t => t?.DeepClone()), "null"]) : types.Select(Text).FirstOrDefault(t => t != "null"));
            }
            else
            {
                Set("nullable", value ? true : null);
            }
        }
    }

    /// <summary>The allowed texts; null when there are none, or when they are not all texts.</summary>
    public IReadOnlyList<string>? Enum
    {
        get => Get("enum") is JsonArray values && values.All(v => Text(v) is not null) ? [.. values.Select(v => Text(v)!)] : null;
        set => Set("enum", value is null ? null : new JsonArray([.. value.Select(v => (JsonNode?)v)]));
    }

    private bool IsUpper => Text(Get("type") is JsonArray { Count: > 0 } types ? types[0] : Get("type")) is { Length: > 0 } type && char.IsUpper(type[0]);

    /// <summary>A keyword's value; null when it is not there.</summary>
    public JsonNode? Get(string keyword) => _keywords.Find(k => k.Name == keyword).Value;

    /// <summary>Writes a keyword at its old place, else at the end; null takes it out.</summary>
    public void Set(string keyword, JsonNode? value)
    {
        var index = _keywords.FindIndex(k => k.Name == keyword);
        if (value is null)
        {
            _keywords.RemoveAll(k => k.Name == keyword);
        }
        else if (index < 0)
        {
            _keywords.Insert(keyword == "type" ? 0 : _keywords.Count, (keyword, value));
        }
        else
        {
            _keywords[index] = (keyword, value);
        }
    }

    /// <summary>Makes it a list of that, or no list.</summary>
    public void SetItems(SchemaNode? items)
    {
        Items = items;
        _keywords.RemoveAll(k => k.Name == "items");
        if (items is not null)
        {
            _keywords.Add(("items", null));
        }
    }

    /// <summary>Adds a text property with a name that is free.</summary>
    public SchemaNode AddProperty()
    {
        var number = Properties.Count + 1;
        while (Properties.Any(p => p.Name == $"field_{number}"))
        {
            number++;
        }

        var added = new SchemaNode { Name = $"field_{number}" };
        added.Set("type", IsUpper ? "STRING" : "string");
        Properties.Add(added);
        return added;
    }

    public static SchemaNode Read(JsonNode? json, string name = "")
    {
        var node = new SchemaNode { Name = name };
        if (json is not JsonObject schema)
        {
            node._raw = json?.DeepClone() ?? JsonValue.Create(true);
            return node;
        }

        foreach (var (keyword, value) in schema)
        {
            node._keywords.Add((keyword, node.TakesOver(keyword, value) ? null : value?.DeepClone()));
        }

        node.ReadNames(schema);
        return node;
    }

    public JsonNode ToJson()
    {
        if (_raw is not null)
        {
            return _raw.DeepClone();
        }

        var json = new JsonObject();
        foreach (var (keyword, value) in _keywords)
        {
            json[keyword] = keyword switch
            {
                "properties" when value is null => PropertiesJson(),
                "items" when value is null && Items is not null => Items.ToJson(),
                "required" when value is null => _required.Write(Properties, [.. Properties.Where(p => p.IsRequired)]),
                "propertyOrdering" when value is null => _ordering.Write(Properties, Properties),
                _ => value?.DeepClone(),
            };
        }

        if (Properties.Count > 0 && !json.ContainsKey("properties"))
        {
            json["properties"] = PropertiesJson();
        }

        if (!json.ContainsKey("required") && Properties.Any(p => p.IsRequired))
        {
            json["required"] = _required.Write(Properties, [.. Properties.Where(p => p.IsRequired)]);
        }

        return json;
    }

    private JsonObject PropertiesJson()
    {
        var properties = new JsonObject();
        foreach (var property in Properties)
        {
            properties[property.Name] = property.ToJson();
        }

        return properties;
    }

    // Properties and items become nodes; the place where they stood is kept.
    private bool TakesOver(string keyword, JsonNode? value)
    {
        switch (keyword)
        {
            case "properties" when value is JsonObject properties:
                Properties.AddRange(properties.Select(p => Read(p.Value, p.Key)));
                return true;
            case "items" when value is JsonObject:
                Items = Read(value);
                return true;
            default:
                return keyword is "required" or "propertyOrdering" && value is JsonArray names && names.All(n => Text(n) is not null);
        }
    }

    private void ReadNames(JsonObject schema)
    {
        if (schema["required"] is JsonArray required && required.All(n => Text(n) is not null))
        {
            _required = NameOrder.Read(required, Properties);
            Properties.ForEach(p => p.IsRequired = required.Any(n => Text(n) == p.Name));
        }

        if (schema["propertyOrdering"] is JsonArray ordering && ordering.All(n => Text(n) is not null))
        {
            _ordering = NameOrder.Read(ordering, Properties);
        }
    }

    private static string? Text(JsonNode? value) => value is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : null;
}
