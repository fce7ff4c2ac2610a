using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Functions;

/// <summary>A JSON text that a person writes: its value, or what is wrong with it, and the line of each of its values.</summary>
public sealed class JsonSource
{
    /// <summary>Deeper than any schema that Google takes.</summary>
    public const int MaxDepth = 64;

    /// <summary>Longest text of a schema or of all declarations, in bytes of UTF-8.</summary>
    public const int MaxBytes = 512 * 1024;

    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private JsonSource()
    {
    }

    /// <summary>The value; null when the text is no JSON, or is <c>null</c>.</summary>
    public JsonNode? Root { get; private init; }

    /// <summary>Why the text is no JSON; null when it is.</summary>
    public SchemaProblem? Problem { get; private init; }

    /// <summary>The line of the value at a JSON pointer, from 1; of the nearest value around it when there is none.</summary>
    public int LineOf(string pointer)
    {
        while (true)
        {
            if (_lines.TryGetValue(pointer, out var line))
            {
                return line;
            }

            if (pointer.LastIndexOf('/') is var cut && cut < 0)
            {
                return 1;
            }

            pointer = pointer[..cut];
        }
    }

    public static JsonSource Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MaxBytes)
        {
            return new() { Problem = new(1, $"This text has {bytes.Length / 1024:N0} KB. At most {MaxBytes / 1024} KB are taken.") };
        }

        var lines = new JsonSource();
        try
        {
            if (lines.Walk(bytes, text) is { } problem)
            {
                return new() { Problem = problem };
            }

            var root = JsonNode.Parse(text, documentOptions: new() { MaxDepth = MaxDepth });
            var source = new JsonSource { Root = root };
            foreach (var (pointer, line) in lines._lines)
            {
                source._lines[pointer] = line;
            }

            return source;
        }
        catch (JsonException e)
        {
            return new() { Problem = new((int)(e.LineNumber ?? 0) + 1, Words(e, text)) };
        }
    }

    /// <summary>A member's name inside a JSON pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    // Notes the line of each value; answers what the parser would not tell, a name that stands twice.
    private SchemaProblem? Walk(byte[] bytes, string text)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        var places = new Stack<(string Pointer, int Index, HashSet<string>? Names)>();
        var (line, position, name) = (1, 0, "");
        while (reader.Read())
        {
            for (; position < reader.TokenStartIndex; position++)
            {
                line += bytes[position] == '\n' ? 1 : 0;
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    if (!places.Peek().Names!.Add(name))
                    {
                        return new(line, $"\"{name}\" stands twice.");
                    }

                    _lines[$"{places.Peek().Pointer}/{Escape(name)}"] = line;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    places.Pop();
                    break;
                default:
                    var pointer = Place(places, name);
                    _lines.TryAdd(pointer, line);
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        places.Push((pointer, 0, reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null));
                    }

                    break;
            }
        }

        return text.Contains('\0', StringComparison.Ordinal) ? new(1, "The text holds a NUL character.") : null;
    }

    private static string Place(Stack<(string Pointer, int Index, HashSet<string>? Names)> places, string name)
    {
        if (places.Count == 0)
        {
            return "";
        }

        if (places.Peek().Names is not null)
        {
            return $"{places.Peek().Pointer}/{Escape(name)}";
        }

        var array = places.Pop();
        places.Push(array with { Index = array.Index + 1 });
        return $"{array.Pointer}/{array.Index}";
    }

    private static string Words(JsonException e, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "Nothing is written here.";
        }

        var column = (e.BytePositionInLine ?? 0) + 1;
        var row = text.Split('\n').ElementAtOrDefault((int)(e.LineNumber ?? 0))?.Trim() ?? "";
        return row.Length == 0 ? "The JSON ends too early: a bracket or a quote is not closed." : $"This is no JSON, near column {column}: {(row.Length > 60 ? row[..60] + "…" : row)}";
    }
}

/// <summary>Something that is wrong in a text that a person writes.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">A sentence without the line.</param>
/// <param name="IsError">False when it can be saved all the same.</param>
public sealed record SchemaProblem(int Line, string Message, bool IsError = true);
