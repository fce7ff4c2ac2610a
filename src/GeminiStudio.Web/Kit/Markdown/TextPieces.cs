namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>Cuts text into pieces that stay the same while the text grows at its end.</summary>
internal static class TextPieces
{
    private const int PieceLength = 1024;

    /// <summary>Pieces end after a line when they are at least a kilobyte long; a longer line is cut at eight.</summary>
    public static IReadOnlyList<string> Cut(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        while (text.Length - start > PieceLength)
        {
            var window = text.AsSpan(start + PieceLength, Math.Min(7 * PieceLength, text.Length - start - PieceLength));
            var lineEnd = window.IndexOf('\n');
            if (lineEnd < 0 && window.Length < 7 * PieceLength)
            {
                break;
            }

            var end = start + PieceLength + (lineEnd < 0 ? window.Length : lineEnd + 1);
            if (char.IsHighSurrogate(text[end - 1]))
            {
                end--; // never between the halves of one character
            }

            pieces.Add(text[start..end]);
            start = end;
        }

        if (start < text.Length)
        {
            pieces.Add(text[start..]);
        }

        return pieces;
    }
}
