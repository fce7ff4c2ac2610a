using System.Globalization;

namespace GeminiStudio.E2E.Rig;

/// <summary>An answer that a story dictates to the emulator, so that the page can be held to every letter of it.</summary>
internal sealed record Dictation(int Words, int PaceMs, int WordsInChunk = 1)
{
    public string Text { get; } = string.Join(' ', Enumerable.Range(1, Words).Select(n => n.ToString("'w'0000", CultureInfo.InvariantCulture)));

    public string Prompt => $"Speak\n!!pace {PaceMs}ms\n!!chunks {Words / WordsInChunk}\n!!say {Text}";

    /// <summary>The whole words on a page, without its caret and line breaks; a last word that is cut is left out.</summary>
    public static string Whole(string shown) =>
        string.Join(' ', shown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length == 5));
}
