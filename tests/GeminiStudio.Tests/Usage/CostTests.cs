using CsCheck;
using GeminiStudio.Gemini;
using GeminiStudio.Usage;

namespace GeminiStudio.Tests.Usage;

public sealed class CostTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);

    [Fact]
    public void A_model_without_a_price_has_no_cost() => Assert.Null(Cost.Of(Model(), new GeminiUsage { TotalTokens = 5 }, Day));

    [Fact]
    public void Cached_tokens_cost_their_own_price_and_thoughts_cost_as_output()
    {
        var model = Model(new ModelPrice { EffectiveFrom = Day, Input = 1_000_000, Output = 10_000_000, CachedInput = 100_000 });
        var usage = new GeminiUsage { PromptTokens = 1000, CachedTokens = 400, CandidatesTokens = 50, ThoughtsTokens = 150, TotalTokens = 1200 };

        Assert.Equal(600 + 40 + 2000, Cost.Of(model, usage, Day));
    }

    [Fact]
    public void Long_prompts_cost_the_long_price()
    {
        var model = Model(new ModelPrice { EffectiveFrom = Day, Input = 2_000_000, Output = 12_000_000, LongPromptAbove = 200_000, LongInput = 4_000_000, LongOutput = 18_000_000 });

        Assert.Equal(400_000, Cost.Of(model, new GeminiUsage { PromptTokens = 200_000 }, Day));
        Assert.Equal(800_004, Cost.Of(model, new GeminiUsage { PromptTokens = 200_001 }, Day));
    }

    [Fact]
    public void The_price_of_the_day_counts()
    {
        var model = Model(
            new ModelPrice { EffectiveFrom = new(2026, 9, 2), Input = 750_000, Output = 3_750_000 },
            new ModelPrice { EffectiveFrom = new(2027, 1, 1), Input = 1_500_000, Output = 7_500_000 });
        var usage = new GeminiUsage { PromptTokens = 1_000_000 };

        Assert.Equal(750_000, Cost.Of(model, usage, new(2026, 12, 31)));
        Assert.Equal(1_500_000, Cost.Of(model, usage, new(2027, 1, 1)));
    }

    [Fact]
    public void No_usage_costs_less_than_nothing_and_more_tokens_never_cost_less() =>
        Gen.Select(Gen.Int[0, 2_000_000], Gen.Int[0, 2_000_000], Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Sample((prompt, cached, output, thoughts) =>
        {
            var model = Model(new ModelPrice { EffectiveFrom = Day, Input = 300_000, Output = 2_500_000, CachedInput = 30_000, AudioInput = 1_000_000 });
            var usage = new GeminiUsage { PromptTokens = prompt, CachedTokens = cached, CandidatesTokens = output, ThoughtsTokens = thoughts };

            var cost = Cost.Of(model, usage, Day)!.Value;
            var more = Cost.Of(model, usage with { CandidatesTokens = output + 1000 }, Day)!.Value;

            Assert.True(cost >= 0 && more > cost);
        });

    private static ModelInfo Model(params ModelPrice[] prices) => new() { Id = "m", ApiId = "m", DisplayName = "M", Prices = prices };
}
