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
        var line = message.Split('\n', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        return line.Length == 0 ? "New chat" : Clean(line, AutomaticLength);
    }

    /// <summary>One line, no control characters, not longer than <see cref="MaxLength"/>; empty when nothing is left.</summary>
    public static string Clean(string title, int maxLength = MaxLength)
    {
        var line = string.Join(' ', new string([.. title.Select(c => char.IsControl(c) ? ' ' : c)])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (line.Length <= maxLength)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', maxLength - 1) is > 20 and var space ? space : maxLength - 1;
        if (char.IsHighSurrogate(line[cut - 1]))
        {
            cut--;
        }

        return line[..cut].TrimEnd() + "…";
    }
}
