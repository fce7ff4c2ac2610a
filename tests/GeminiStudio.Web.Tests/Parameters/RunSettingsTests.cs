using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Parameters;

namespace GeminiStudio.Web.Tests.Parameters;

public sealed class RunSettingsTests : Screen
{
    private readonly RunSettings _settings = new() { Model = "gemini-3-flash" };
    private RunSettings? _changed;

    [Theory]
    [InlineData("0.4", 0.4)]
    [InlineData("0,7", 0.7)]
    [InlineData(" 2 ", 2)]
    public void A_number_commits_on_change_and_a_comma_is_a_point(string typed, double expected)
    {
        Panel().Find("[data-testid=setting-temperature]").Change(typed);

        Assert.Equal(expected, _changed!.Temperature);
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("warm")]
    public void A_number_that_the_model_refuses_is_marked_and_not_taken(string typed)
    {
        var panel = Panel();

        panel.Find("[data-testid=setting-temperature]").Change(typed);

        Assert.Null(_changed);
        Assert.Equal("true", panel.Find("[data-testid=setting-temperature]").GetAttribute("aria-invalid"));
        Assert.Equal("A number from 0.00 to 2.00.", panel.Find(".hint.bad").TextContent);
        Assert.Equal(typed, panel.Find("[data-testid=setting-temperature]").GetAttribute("value"));
    }

    [Theory]
    [InlineData("8,192")]
    [InlineData("8192")]
    [InlineData("8 192")]
    public void Thousands_can_be_typed_as_people_write_them(string typed)
    {
        Panel().Find("[data-testid=setting-maxOutputTokens]").Change(typed);

        Assert.Equal(8192, _changed!.MaxOutputTokens);
    }

    [Fact]
    public void A_value_at_its_default_is_not_sent_and_a_changed_one_can_be_reset()
    {
        var panel = Panel(_settings with { Temperature = 0.4 });
        panel.Find("[aria-label='Reset to 1.00']").Click();
        Assert.Null(_changed!.Temperature);

        panel.Find("[data-testid=setting-topP]").Change("0.95");

        Assert.Null(_changed.TopP);
    }

    [Fact]
    public void What_the_model_does_not_take_is_off_and_says_why()
    {
        var panel = Panel(model: Gemma);

        Assert.True(panel.Find("[data-testid=setting-topK]").HasAttribute("disabled"));
        Assert.True(panel.Find("[data-testid=setting-seed]").HasAttribute("disabled"));
        Assert.True(panel.Find("[data-testid=setting-includeThoughts]").HasAttribute("disabled"));
        Assert.Contains("Gemma 3 4B does not take it.", panel.Markup);
        Assert.Contains("Gemma 3 4B takes text only.", panel.Markup);
    }

    [Fact]
    public void A_thinking_level_is_picked_and_its_default_is_not_sent()
    {
        var panel = Panel();
        panel.FindAll("[data-testid=setting-thinkingLevel] input")[1].Change("LOW");
        Assert.Equal("LOW", _changed!.ThinkingLevel);

        panel.FindAll("[data-testid=setting-thinkingLevel] input")[3].Change("HIGH");

        Assert.Null(_changed.ThinkingLevel);
    }

    [Fact]
    public void A_budget_can_be_dynamic_fixed_or_off()
    {
        var model = Flash with { Thinking = new ThinkingInfo { BudgetMinimum = 128, BudgetMaximum = 32768, BudgetDefault = -1, CanBeOff = true } };
        var panel = Panel(model: model);
        panel.FindAll("[data-testid=setting-thinkingMode] input")[2].Change("off");
        Assert.Equal(0, _changed!.ThinkingBudget);

        panel.FindAll("[data-testid=setting-thinkingMode] input")[1].Change("fixed");
        Assert.Equal(8192, _changed.ThinkingBudget);
        panel.Find("[data-testid=setting-thinkingBudget]").Change("1,024");

        Assert.Equal(1024, _changed.ThinkingBudget);
    }

    [Fact]
    public void Stop_sequences_are_added_with_enter_once_each_and_five_at_most()
    {
        IReadOnlyList<string> value = ["A", "B", "C", "D"];
        var box = Render<StopSequences>(p => p.Add(c => c.Value, value).Add(c => c.ValueChanged, v => value = v));
        void Add(string text)
        {
            box.Find("input").Input(text);
            box.Find("input").KeyDown("Enter");
            box.Render(p => p.Add(c => c.Value, value));
        }

        Add("A");
        Assert.Equal("This one is in the list already.", box.Find(".hint.bad").TextContent);
        Add("");
        Assert.Equal("A stop sequence has at least one character.", box.Find(".hint.bad").TextContent);
        Add("\\n");
        Add("F");

        Assert.Equal(["A", "B", "C", "D", "\n"], value);
        Assert.Equal("At most 5 stop sequences.", box.Find(".hint.bad").TextContent);
    }

    [Theory]
    [InlineData("42", 42, true)]
    [InlineData("-7", -7, true)]
    [InlineData("1.5", 0, false)]
    [InlineData("2147483648", 0, false)]
    public void A_seed_is_a_whole_number_of_32_bits(string typed, int expected, bool isTaken)
    {
        Panel().Find("[data-testid=setting-seed]").Change(typed);

        Assert.Equal(isTaken ? expected : null, _changed?.Seed);
    }

    [Fact]
    public void The_picker_shows_both_names_hides_what_does_not_chat_and_obeys_the_keys()
    {
        var panel = Panel();
        panel.Find("[data-testid=model-picker]").Click();
        Assert.Equal(["gemini-3-flash", "gemma-3-4b-instruct"], panel.FindAll("[data-testid=model-option]").Select(o => o.GetAttribute("data-model-id")));
        Assert.Contains("gemini-3-flash → gemini-3-flash-preview", panel.Find("[data-testid=model-option]").TextContent);
        Assert.Contains("$0.30 / $2.50", panel.Find("[data-testid=model-option]").TextContent);

        panel.Find(".mpick").KeyDown("ArrowDown");
        panel.Find(".mpick").KeyDown("Enter");

        Assert.Equal("gemma-3-4b-instruct", _changed!.Model);
        Assert.Empty(panel.FindAll(".mpick"));
    }

    [Fact]
    public void A_search_that_finds_no_model_can_be_cleared()
    {
        var panel = Panel();
        panel.Find("[data-testid=model-picker]").Click();
        panel.Find(".mpick input").Input("claude");
        Assert.Contains("Nothing matches 'claude'", panel.Markup);

        panel.Find(".mpick .none .lnk").Click();

        Assert.Equal(2, panel.FindAll("[data-testid=model-option]").Count);
    }

    [Theory]
    [InlineData(4_700, "$0.0047")]
    [InlineData(29_040_000, "$29.04")]
    [InlineData(50, "under $0.0001")]
    [InlineData(0, "$0.00")]
    public void Money_is_written_the_same_everywhere(long microUsd, string expected) => Assert.Equal(expected, Words.Cost(microUsd));

    private IRenderedComponent<RunSettingsPanel> Panel(RunSettings? settings = null, ModelInfo? model = null)
    {
        IRenderedComponent<RunSettingsPanel>? panel = null;
        panel = Render<RunSettingsPanel>(p => p
            .Add(c => c.Settings, settings ?? _settings).Add(c => c.Model, model ?? Flash).Add(c => c.Models, [Flash, Gemma, Embedding])
            .Add(c => c.Day, new DateOnly(2026, 11, 24))
            .Add(c => c.Changed, s =>
            {
                _changed = s;
                panel!.Render(q => q.Add(c => c.Settings, s));
            }));
        return panel;
    }
}
