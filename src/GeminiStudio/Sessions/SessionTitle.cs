namespace GeminiStudio.Sessions;

/// <summary>A session's name: from its first message until a person gives one.</summary>
public static class SessionTitle
{
    /// <summary>Longest title, in UTF-16 units.</summary>
    public const int MaxLength = 200;

    private const int AutomaticLength = 60;

    /// <summary>The first line with text, shortened at a word.</summary>
    public static string From(string message)
    {
        foreach (var line in message.AsSpan().EnumerateLines())
        {
            // A line may be a megabyte long: what cannot be shown need not be read.
            if (Clean(line[..Math.Min(line.Length, 4 * AutomaticLength)].ToString(), AutomaticLength) is { Length: > 0 } title)
            {
                return title;
            }
        }

        return "New chat";
    }

    /// <summary>One line, no control characters, not longer than <see cref="MaxLength"/>; empty when nothing is left that can be seen.</summary>
    public static string Clean(string title, int maxLength = MaxLength) => TypedText.IsBlank(title) ? "" : TypedText.OneLine(title, maxLength);
}
