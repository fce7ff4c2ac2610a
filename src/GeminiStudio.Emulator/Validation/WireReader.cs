using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;

namespace GeminiStudio.Emulator.Validation;

/// <summary>
/// Reads a request the way Google's front end does: both spellings, numbers as strings, a single value where a list is
/// due, enums in any case; and refuses what it does not know, with the path in proto spelling.
/// </summary>
internal sealed class WireReader
{
    private const string TypePrefix = "type.googleapis.com/google.ai.generativelanguage.v1beta.";

    private readonly List<(string Field, string Description)> _violations = [];

    /// <summary>The request in camelCase with absent for null, or Google's refusal.</summary>
    public static (JsonObject? Request, GoogleError? Error) Read(string message, string body)
    {
        JsonNode? root;
        try
        {
            root = body.Length == 0 ? new JsonObject() : JsonNode.Parse(body);
        }
        catch (JsonException e)
        {
            return (null, GoogleErrors.InvalidArgument(SyntaxMessage(body, e)));
        }
        var reader = new WireReader();
        var request = reader.ReadMessage(WireShapes.Messages[message], root, "");
        return reader._violations.Count == 0 ? (request, null) : (null, reader.Refusal());
    }

    private static string SyntaxMessage(string body, JsonException e)
    {
        var lines = body.Split('\n');
        var line = lines[(int)Math.Clamp(e.LineNumber ?? 0, 0, lines.Length - 1)].TrimEnd('\r');
        var column = (int)Math.Clamp(e.BytePositionInLine ?? 0, 0, line.Length);
        var from = Math.Max(0, column - 20);
        var near = line.Substring(from, Math.Min(40, line.Length - from));
        return $"Invalid JSON payload received. Unexpected token.\n{near}\n{new string(' ', column - from)}^";
    }

    private GoogleError Refusal()
    {
        var violations = _violations.Select(v => v.Field.Length == 0
            ? new JsonObject { ["description"] = v.Description }
            : new JsonObject { ["field"] = v.Field, ["description"] = v.Description });
        return GoogleErrors.InvalidArgument(string.Join('\n', _violations.Select(v => v.Description))) with
        {
            Details =
            [
                new JsonObject
                {
                    ["@type"] = "type.googleapis.com/google.rpc.BadRequest",
                    ["fieldViolations"] = new JsonArray([.. violations]),
                },
            ],
        };
    }

    private JsonObject ReadMessage(MessageShape shape, JsonNode? node, string path)
    {
        var result = new JsonObject();
        if (node is not JsonObject members)
        {
            Invalid(path, TypePrefix + shape.Name, node);
            return result;
        }
        foreach (var (name, value) in members)
        {
            var field = shape.Find(name);
            if (field is null)
            {
                Unknown(name, path);
            }
            else if (result.ContainsKey(field.Name))
            {
                _violations.Add((path, $"Invalid value at '{path}' (oneof), oneof field '_{field.ProtoName}' is already set. Cannot set '{field.Name}'"));
            }
            else if (value is not null)
            {
                result[field.Name] = ReadField(field, value, path.Length == 0 ? field.ProtoName : $"{path}.{field.ProtoName}");
            }
        }
        return result;
    }

    private JsonNode? ReadField(FieldShape field, JsonNode value, string path)
    {
        if (field.Map)
        {
            return ReadMap(field, value, path);
        }
        if (!field.Repeated)
        {
            if (value is JsonArray && field.Type != "any")
            {
                var name = path[(path.LastIndexOf('.') + 1)..];
                _violations.Add((Parent(path), $"Invalid JSON payload received. Unknown name \"{name}\"{At(Parent(path))}: Proto field is not repeating, cannot start list."));
                return null;
            }
            return ReadValue(field.Type, value, path);
        }
        // Google takes one value where a list of one is meant; many published samples rely on it.
        var items = value as JsonArray ?? new JsonArray(value.DeepClone());
        return new JsonArray([.. items.Select((item, i) => ReadValue(field.Type, item, $"{path}[{i}]"))]);
    }

    private JsonObject? ReadMap(FieldShape field, JsonNode value, string path)
    {
        if (value is not JsonObject entries)
        {
            Invalid(path, "Map", value);
            return null;
        }
        var map = new JsonObject();
        var index = 0;
        foreach (var (key, entry) in entries)
        {
            map[key] = ReadValue(field.Type, entry, $"{path}[{index++}].value");
        }
        return map;
    }

    private JsonNode? ReadValue(string type, JsonNode? value, string path)
    {
        if (type == "any")
        {
            return value?.DeepClone();
        }
        if (WireShapes.Messages.TryGetValue(type, out var shape))
        {
            return ReadMessage(shape, value, path);
        }
        var read = WireShapes.Enums.TryGetValue(type, out var names) ? ReadEnum(names, value) : WireScalars.Read(type, value);
        if (read is null && type == "bytes" && value?.GetValueKind() == JsonValueKind.String)
        {
            _violations.Add((path, $"Invalid value at '{path}' (TYPE_BYTES), Base64 decoding failed for {GoogleJson.OneLine(value)}"));
        }
        else if (read is null)
        {
            Invalid(path, names is null ? "TYPE_" + type.ToUpperInvariant() : TypePrefix + type, value);
        }
        return read;
    }

    private static JsonValue? ReadEnum(string[] names, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => names.FirstOrDefault(n => n.Equals(value.GetValue<string>(), StringComparison.OrdinalIgnoreCase)) is { } name
            ? JsonValue.Create(name) : null,
        JsonValueKind.Number when int.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < names.Length =>
            JsonValue.Create(names[i]),
        _ => null,
    };

    private void Unknown(string name, string path) =>
        _violations.Add((path, $"Invalid JSON payload received. Unknown name \"{name}\"{At(path)}: Cannot find field."));

    private void Invalid(string path, string type, JsonNode? value) =>
        _violations.Add((path, $"Invalid value at '{path}' ({type}), {(value is null ? "null" : GoogleJson.OneLine(value))}"));

    private static string At(string path) => path.Length == 0 ? "" : $" at '{path}'";

    private static string Parent(string path) => path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : "";
}
