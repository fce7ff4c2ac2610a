using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class ModelsFileTests
{
    private static readonly string[] Modalities = ["TEXT", "IMAGE", "AUDIO", "VIDEO", "DOCUMENT", "EMBEDDING"];
    private static readonly string[] Tools = ["functionDeclarations", "googleSearch", "codeExecution", "urlContext", "googleMaps", "fileSearch"];
    private static readonly string[] Fields = ["temperature", "topP", "topK", "maxOutputTokens", "stopSequences", "seed", "presencePenalty", "frequencyPenalty"];
    private static readonly ModelsFile File = ModelsFile.Load();

    public static TheoryData<string> Ids => [.. File.Models.Select(m => m.Id)];

    [Fact]
    public void The_default_model_is_first_and_no_id_is_there_twice()
    {
        Assert.Equal("gemini-3.8-flash", File.Models[0].Id);
        Assert.Equal(File.Models.Count, File.Models.Select(m => m.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(File.Models.Count, File.Models.Select(m => m.ApiId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(new DateOnly(2026, 11, 24), File.AsOf);
    }

    [Theory]
    [InlineData("gemini-3-flash", "gemini-3-flash-preview")]
    [InlineData("gemini-2.5-flash", "gemini-2.5-flash")]
    [InlineData("gemini-2.5-flash-lite", "gemini-2.5-flash-lite")]
    [InlineData("gemini-pro", "gemini-pro-latest")]
    [InlineData("gemma-3-27b-instruct", "gemma-3-27b-it")]
    [InlineData("gemma-3-12b-instruct", "gemma-3-12b-it")]
    [InlineData("gemma-3-4b-instruct", "gemma-3-4b-it")]
    public void The_first_users_names_stand_for_ids_that_exist(string id, string apiId)
    {
        Assert.Equal(apiId, Assert.Single(File.Models, m => m.Id == id).ApiId);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_entry_is_complete_and_agrees_with_itself(string id)
    {
        var model = File.Models.Single(m => m.Id == id);

        Assert.Matches(@"\A[A-Za-z0-9._-]+\z", model.ApiId);
        Assert.NotEmpty(model.DisplayName);
        Assert.EndsWith(".", model.GoodFor, StringComparison.Ordinal);
        Assert.InRange(model.InputTokenLimit, 1024, 4_000_000);
        Assert.InRange(model.OutputTokenLimit, 1, model.OutputModalities.Contains("AUDIO") ? 65_536 : model.InputTokenLimit); // speech is longer than its text
        Assert.NotEmpty(model.InputModalities);
        Assert.NotEmpty(model.OutputModalities);
        Assert.Empty(model.InputModalities.Concat(model.OutputModalities).Except(Modalities));
        Assert.Empty(model.Tools.Except(Tools));
        Assert.NotEmpty(model.Sources);
        Assert.True(model.Prices.Count > 0 || model.FreeTier || model.Notice?.Contains("price", StringComparison.Ordinal) == true, "neither a price nor free");
        Assert.Equal(model.Image is null, !model.OutputModalities.Contains("IMAGE"));
        Assert.Equal(model.Generates, !model.OutputModalities.Contains("EMBEDDING"));
        Assert.True(model.Generates || (model.Parameters.Count == 0 && model.Tools.Count == 0), "an embedding model samples nothing");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_parameter_has_a_range_that_holds_its_default(string id)
    {
        var model = File.Models.Single(m => m.Id == id);

        Assert.Empty(model.Parameters.Keys.Except(Fields));
        foreach (var (name, parameter) in model.Parameters)
        {
            Assert.True(parameter.Minimum <= parameter.Maximum, name);
            Assert.True(parameter.Step > 0, name);
            Assert.True(parameter.Default is not { } value || (value >= parameter.Minimum && value <= parameter.Maximum), name);
        }

        Assert.True(!model.Generates || (int)model.Parameters["maxOutputTokens"].Maximum == model.OutputTokenLimit);
        if (id.StartsWith("gemini-4", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("temperature", model.Parameters.Keys); // ignored by Gemini 4
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_model_thinks_by_level_or_by_budget_but_not_by_both(string id)
    {
        if (File.Models.Single(m => m.Id == id).Thinking is not { } thinking)
        {
            return;
        }

        Assert.Equal(thinking.Levels.Count > 0, thinking.BudgetMinimum is null);
        Assert.Equal(thinking.BudgetMinimum is null, thinking.BudgetMaximum is null);
        Assert.True(thinking.Levels.Count == 0 || thinking.Levels.Contains(thinking.DefaultLevel!));
        Assert.True(thinking.BudgetMinimum is null || thinking.BudgetDefault is -1 or 0 || thinking.BudgetDefault >= thinking.BudgetMinimum);
        Assert.True(thinking.BudgetMinimum is null || thinking.BudgetMinimum < thinking.BudgetMaximum);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_price_is_plausible_and_follows_the_one_before(string id)
    {
        var prices = File.Models.Single(m => m.Id == id).Prices;

        Assert.Equal(prices.Select(p => p.EffectiveFrom).Order(), prices.Select(p => p.EffectiveFrom));
        Assert.Equal(prices.Count, prices.Select(p => p.EffectiveFrom).Distinct().Count());
        foreach (var price in prices)
        {
            Assert.InRange(price.Input, 10_000, 100_000_000); // one cent to 100 USD, so a unit was not mixed up
            Assert.InRange(price.Output, 0, 200_000_000);
            Assert.True(price.CachedInput is not { } cached || cached * 20 == price.Input || cached * 10 == price.Input, "cached input is a tenth, of Gemini 4 a twentieth");
            Assert.Equal(price.LongPromptAbove is null, price.LongInput is null);
            Assert.Equal(price.LongInput is null, price.LongOutput is null);
        }
    }

    [Theory]
    [InlineData("gemini-4-argon", "2026-11-30", 2_000_000, 10_000_000)]
    [InlineData("gemini-4-argon", "2026-12-01", 4_000_000, 20_000_000)]
    [InlineData("gemini-3.8-flash", "2026-12-31", 750_000, 3_750_000)]
    [InlineData("gemini-3.8-flash", "2027-01-01", 1_500_000, 7_500_000)]
    [InlineData("gemini-2.5-pro", "2026-11-30", 1_250_000, 10_000_000)]
    [InlineData("gemini-2.5-pro", "2026-12-01", 750_000, 3_750_000)]
    [InlineData("gemini-2.5-pro", "2027-01-01", 1_500_000, 7_500_000)]
    public void Prices_change_on_their_day(string id, string day, long input, long output)
    {
        var price = File.Models.Single(m => m.Id == id).PriceOn(DateOnly.Parse(day))!;

        Assert.Equal((input, output), (price.Input, price.Output));
    }
}
