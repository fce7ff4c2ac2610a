using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Wire;

/// <summary>JSON in the two layouts that Google writes: pretty for whole answers, one line for events.</summary>
internal static class GoogleJson
{
    private static readonly JsonSerializerOptions Scalar = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Scalar) { WriteIndented = true, NewLine = "\n" };

    public static string Pretty(JsonNode node) => EscapeMarkup(node.ToJsonString(Indented)) + "\n";

    /// <summary>One line: a blank after each colon, none after a comma, as in Google's events.</summary>
    public static string OneLine(JsonNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return EscapeMarkup(text.ToString());
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                WriteList('{', '}', members, text, member =>
                {
                    text.Append(JsonSerializer.Serialize(member.Key, Scalar)).Append(": ");
                    Write(member.Value, text);
                });
                break;
            case JsonArray items:
                WriteList('[', ']', items, text, item => Write(item, text));
                break;
            default:
                text.Append(node.ToJsonString(Scalar));
                break;
        }
    }

    private static void WriteList<T>(char open, char close, IEnumerable<T> items, StringBuilder text, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }
            first = false;
            write(item);
        }
        text.Append(close);
    }

    // Google's writer escapes these two and no more; outside of strings they do not occur.
    private static string EscapeMarkup(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal);
}
