using System.Text;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>What viewers of a run see of its parts so far.</summary>
internal sealed class ShownAnswer
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thoughts = new();
    private readonly List<PlacedPart> _others = [];

    public string Text => _text.ToString();

    public string Thoughts => _thoughts.ToString();

    public IReadOnlyList<PlacedPart> OtherParts => _others.Count == 0 ? [] : [.. _others];

    public void Add(GeminiPart part)
    {
        if (part.Text is null)
        {
            _others.Add(new PlacedPart(_text.Length, Encoding.UTF8.GetString(part.Json.Span)));
        }
        else
        {
            (part.IsThought ? _thoughts : _text).Append(part.Text);
        }
    }
}
