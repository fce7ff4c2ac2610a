using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Ends a text where the settings say: before a stop sequence, or when its tokens are used up.</summary>
internal static class OutputLimits
{
    private const int CharactersInToken = 4;

    public static (string Text, string FinishReason) Cut(string text, RequestConfig config, int thoughtTokens)
    {
        var stop = config.StopSequences.Select(s => text.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(text.Length).Min();
        var cut = text[..stop];
        if (config.MaxOutputTokens is not { } max || TokenCount.Of(cut) + thoughtTokens <= max)
        {
            return (cut, "STOP");
        }
        var characters = Math.Max(0, max - thoughtTokens) * CharactersInToken;
        return (cut[..TextPieces.SafeEnd(cut, Math.Min(characters, cut.Length))], "MAX_TOKENS");
    }
}
