using System.Text;
using System.Text.RegularExpressions;

namespace GeminiStudio.Sessions.Code;

/// <summary>How a value is written in one language; this one writes JSON.</summary>
internal partial class LiteralStyle
{
    private const int Step = 2;

    /// <summary>JSON of several lines.</summary>
    public static LiteralStyle Json { get; } = new();

    /// <summary>JSON of one line, for a text within a text.</summary>
    public static LiteralStyle Compact { get; } = new() { IsCompact = true };

    /// <summary>A JavaScript value: plain names without quotes.</summary>
    public static LiteralStyle JavaScript { get; } = new JavaScriptStyle();

    /// <param name="value">What to write.</param>
    /// <param name="indent">Blanks before its inner lines, less one step.</param>
    /// <param name="place">Where it stands in the request, which some languages ask about.</param>
    public string Write(WireNode value, int indent = 0, WirePlace place = default)
    {
        var text = new StringBuilder();
        Write(text, value, indent, place);
        return text.ToString();
    }

    private bool IsCompact { get; init; }

    protected virtual string True => "true";

    protected virtual string False => "false";

    protected virtual string Null => "null";

    protected virtual string Key(string name, WirePlace place) => Quoted.Json(name);

    protected virtual string Text(string value, WirePlace place) => Quoted.Json(value);

    private void Write(StringBuilder text, WireNode value, int indent, WirePlace place)
    {
        if (value.Members is { } members)
        {
            List(text, '{', '}', members, indent, member =>
            {
                text.Append(Key(member.Key, place)).Append(IsCompact ? ":" : ": ");
                Write(text, member.Value, indent + Step, place.Into(member.Key));
            });
        }
        else if (value.Items is { } items)
        {
            List(text, '[', ']', items, indent, item => Write(text, item, indent + Step, place));
        }
        else
        {
            text.Append(value.Text is not null ? Text(value.Text, place) : value.Literal switch
            {
                "true" => True,
                "false" => False,
                "null" => Null,
                var number => number,
            });
        }
    }

    private void List<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, int indent, Action<T> write)
    {
        text.Append(open);
        foreach (var (index, item) in items.Index())
        {
            text.Append(index == 0 ? "" : ",");
            NewLine(text, indent + Step);
            write(item);
        }

        if (items.Count > 0)
        {
            NewLine(text, indent);
        }

        text.Append(close);
    }

    private void NewLine(StringBuilder text, int indent)
    {
        if (!IsCompact)
        {
            text.Append('\n').Append(' ', indent);
        }
    }

    private sealed partial class JavaScriptStyle : LiteralStyle
    {
        protected override string Key(string name, WirePlace place) =>
            name == "__proto__" ? "[\"__proto__\"]" : Identifier().IsMatch(name) ? name : Quoted.Json(name); // else it would set the prototype

        [GeneratedRegex("^[A-Za-z_$][A-Za-z0-9_$]*$")]
        private static partial Regex Identifier();
    }
}
