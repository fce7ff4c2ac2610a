using GeminiStudio.Gemini;

namespace GeminiStudio.Usage;

/// <summary>What tokens cost, in micro-dollars, by the price in effect on a day.</summary>
public static class Cost
{
    private const long Million = 1_000_000;

    /// <summary>Null when the model's price is not known.</summary>
    /// <remarks>
    /// input = (prompt - cached + tool use) x in, cached x cached price, output = (candidates + thoughts) x out;
    /// audio in the prompt and images in the answer at their own prices where the model has them.
    /// </remarks>
    public static long? Of(ModelInfo model, GeminiUsage usage, DateOnly day)
    {
        if (model.PriceOn(day) is not { } price)
        {
            return null;
        }

        var isLong = price.LongPromptAbove is { } limit && usage.PromptTokens > limit;
        var input = isLong ? price.LongInput ?? price.Input : price.Input;
        var output = isLong ? price.LongOutput ?? price.Output : price.Output;
        var cachedPrice = (isLong ? price.LongCachedInput : null) ?? price.CachedInput ?? input;
        var cached = Math.Min(usage.CachedTokens, usage.PromptTokens);
        var audio = price.AudioInput is null ? 0 : Math.Min(usage.PromptAudioTokens, usage.PromptTokens - cached);
        var images = price.ImageOutput is null ? 0 : Math.Min(usage.CandidatesImageTokens, usage.CandidatesTokens);
        var micro = (Int128)(usage.PromptTokens - cached - audio + usage.ToolUsePromptTokens) * input
            + (Int128)cached * cachedPrice
            + (Int128)audio * (price.AudioInput ?? 0)
            + (Int128)(usage.CandidatesTokens - images + usage.ThoughtsTokens) * output
            + (Int128)images * (price.ImageOutput ?? 0);
        return (long)((micro + (Million / 2)) / Million);
    }
}
