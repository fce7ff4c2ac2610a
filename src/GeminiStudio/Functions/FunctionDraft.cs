using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>One FunctionDeclaration while a person edits it. Members that it does not know stay as they were written.</summary>
public sealed class FunctionDraft
{
    private readonly List<(string Name, JsonNode? Value)> _members = [];
    private string? _parametersName;

    public string Name { get => Text("name"); set => Set("name", value); }

    public string Description { get => Text("description"); set => Set("description", value.Length == 0 ? null : value); }

    /// <summary>The object that holds the parameters; an empty one when the function takes none.</summary>
    public SchemaNode Parameters { get; private set; } = Empty();

    /// <summary>Whether the parameters are written as JSON Schema; else as Google's subset of OpenAPI.</summary>
    public bool IsJsonSchema => _parametersName == "parametersJsonSchema";

    public static FunctionDraft New(string name)
    {
        var draft = new FunctionDraft();
        draft._members.Add(("name", name));
        return draft;
    }

    public static FunctionDraft Read(JsonObject json)
    {
        var draft = new FunctionDraft();
        foreach (var (name, value) in json)
        {
            if (name is "parameters" or "parametersJsonSchema" && draft._parametersName is null && value is JsonObject)
            {
                draft._parametersName = name;
                draft.Parameters = SchemaNode.Read(value);
                draft._members.Add((name, null));
            }
            else
            {
                draft._members.Add((name, value?.DeepClone()));
            }
        }

        return draft;
    }

    /// <summary>A declaration made of a schema.</summary>
    public static FunctionDraft Of(string name, string? description, SchemaNode parameters, bool isJsonSchema)
    {
        var draft = New(name);
        draft.Description = description ?? "";
        draft.Parameters = parameters;
        draft._parametersName = isJsonSchema ? "parametersJsonSchema" : "parameters";
        draft._members.Add((draft._parametersName, null));
        return draft;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, value) in _members)
        {
            json[name] = name == _parametersName ? Parameters.ToJson() : value?.DeepClone();
        }

        if (_parametersName is null && Parameters.Properties.Count > 0)
        {
            json["parameters"] = Parameters.ToJson();
        }

        return json;
    }

    private static SchemaNode Empty()
    {
        var node = new SchemaNode();
        node.Set("type", "object");
        return node;
    }

    private string Text(string name) => _members.Find(m => m.Name == name).Value is JsonValue v && v.TryGetValue(out string? text) ? text : "";

    private void Set(string name, JsonNode? value)
    {
        var index = _members.FindIndex(m => m.Name == name);
        if (value is null)
        {
            _members.RemoveAll(m => m.Name == name);
        }
        else if (index >= 0)
        {
            _members[index] = (name, value);
        }
        else
        {
            _members.Insert(name == "name" ? 0 : Math.Min(1, _members.Count), (name, value));
        }
    }
}
