using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Cuts a text into what one event carries: a few words, or as many pieces as the script asks for.</summary>
internal static class TextPieces
{
    private static readonly int[] WordsInTurn = [1, 3, 4, 5, 4, 6];

    public static IEnumerable<string> Cut(string text, Script script)
    {
        if (text.Length == 0 || script.GiantBytes is not null)
        {
            return text.Length == 0 ? [] : [text];
        }
        return script.Chunks is { } count ? InEqualPieces(text, Math.Min(count, text.Length)) : ByWords(text);
    }

    private static IEnumerable<string> ByWords(string text)
    {
        var start = 0;
        for (var piece = 0; start < text.Length; piece++)
        {
            var end = start;
            for (var word = 0; word < WordsInTurn[piece % WordsInTurn.Length] && end < text.Length; word++)
            {
                end = EndOfWord(text, end);
            }
            yield return text[start..end];
            start = end;
        }
    }

    // A piece begins with the blank before its first word, as Google's do.
    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }
        return end;
    }

    private static IEnumerable<string> InEqualPieces(string text, int count)
    {
        var start = 0;
        for (var i = 1; i <= count; i++)
        {
            var end = SafeEnd(text, (int)((long)text.Length * i / count));
            if (end > start)
            {
                yield return text[start..end];
            }
            start = Math.Max(start, end);
        }
    }

    /// <summary>The same place, or one to its left when it would part a surrogate pair.</summary>
    public static int SafeEnd(string text, int end) =>
        end > 0 && end < text.Length && char.IsLowSurrogate(text[end]) ? end - 1 : end;
}
