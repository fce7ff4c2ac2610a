using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GeminiStudio.Sessions.Code;

/// <summary>JSON as it was written: doubled names, long numbers and half surrogate pairs survive.</summary>
internal sealed record WireNode
{
    private WireNode()
    {
    }

    /// <summary>A text; null for anything else.</summary>
    public string? Text { get; private init; }

    /// <summary>A number, true, false or null as written; null for anything else.</summary>
    public string? Literal { get; private init; }

    public IReadOnlyList<KeyValuePair<string, WireNode>>? Members { get; private init; }

    public IReadOnlyList<WireNode>? Items { get; private init; }

    /// <summary>The last member of that name; null when there is none.</summary>
    public WireNode? this[string name] => Members?.LastOrDefault(m => m.Key == name).Value;

    public static WireNode Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, CodeRequest.Options);
        return Read(document.RootElement);
    }

    public static WireNode Of(string text) => new() { Text = text };

    public static WireNode Raw(string literal) => new() { Literal = literal };

    public static WireNode Of(IEnumerable<WireNode> items) => new() { Items = [.. items] };

    public static WireNode Of(IEnumerable<KeyValuePair<string, WireNode>> members) => new() { Members = [.. members] };

    /// <summary>An object of the members that are there.</summary>
    public static WireNode Object(params (string Name, WireNode? Value)[] members)
    {
        var kept = new List<KeyValuePair<string, WireNode>>();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                kept.Add(new(name, value));
            }
        }

        return new WireNode { Members = kept };
    }

    private static WireNode Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new() { Members = [.. element.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, Read(m.Value)))] },
        JsonValueKind.Array => new() { Items = [.. element.EnumerateArray().Select(Read)] },
        JsonValueKind.String => new() { Text = TextOf(element) },
        _ => new() { Literal = element.GetRawText() },
    };

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescaped(element.GetRawText()[1..^1]); // half a surrogate pair, which the reader does not hand out
        }
    }

    private static string Unescaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            var letter = raw[++i];
            text.Append(letter switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)int.Parse(raw.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                _ => letter,
            });
            i += letter == 'u' ? 4 : 0;
        }

        return text.ToString();
    }
}
