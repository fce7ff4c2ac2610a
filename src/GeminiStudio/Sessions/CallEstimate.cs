using GeminiStudio.Gemini;
using GeminiStudio.Usage;

namespace GeminiStudio.Sessions;

/// <summary>What a run may use at most: its prompt, and an answer as long as it is allowed to be.</summary>
public static class CallEstimate
{
    /// <param name="model">Its output limit counts when the settings have none.</param>
    /// <param name="settings">Their maxOutputTokens counts when it is set.</param>
    /// <param name="promptTokens">Estimated or counted.</param>
    public static Estimate Of(ModelInfo model, RunSettings settings, int promptTokens)
    {
        var output = settings.MaxOutputTokens ?? model.OutputTokenLimit;
        var price = model.Prices.LastOrDefault();
        var cost = price is null ? 0 : (long)(((Int128)promptTokens * price.Input + (Int128)output * price.Output) / 1_000_000);
        return new Estimate(promptTokens, (long)promptTokens + output, cost);
    }
}
