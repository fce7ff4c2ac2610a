using System.Text;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>A part that is neither text nor a thought, and where in the text it stands.</summary>
/// <param name="At">UTF-16 units of text before it.</param>
/// <param name="Json">The part as it is stored.</param>
public sealed record PlacedPart(int At, string Json)
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<PlacedPart> Of(IReadOnlyList<GeminiPart> parts)
    {
        var placed = new List<PlacedPart>();
        var at = 0;
        foreach (var part in parts)
        {
            if (part.Text is null)
            {
                placed.Add(new PlacedPart(at, Encoding.UTF8.GetString(part.Json.Span)));
            }
            else if (!part.IsThought)
            {
                at += part.Text.Length;
            }
        }

        return placed;
    }
}
