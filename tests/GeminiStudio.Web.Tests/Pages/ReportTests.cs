using GeminiStudio.Keys;
using GeminiStudio.Usage;
using GeminiStudio.Web.Keys;
using GeminiStudio.Web.Models;
using GeminiStudio.Web.Usage;

namespace GeminiStudio.Web.Tests.Pages;

public sealed class ReportTests : Screen
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public void Usage_adds_up_over_days_and_models()
    {
        var page = Usage([Row(0, "a", 10), Row(1, "a", 5), Row(0, "b", 2)], UsageRange.Month);

        Assert.Equal(["17", "1,700", "$0.0170", "3"], page.FindAll(".v").Select(v => v.TextContent.Trim()));
        Assert.Equal(["Flash", "b"], page.FindAll("tbody .m").Select(m => m.TextContent));
        Assert.Equal(3, page.FindAll(".ch rect").Count);
        Assert.Contains("Flash 15", page.Find(".leg").TextContent);
        Assert.Equal("12", page.FindAll(".tip .m b")[^1].TextContent);
    }

    [Fact]
    public void A_period_is_compared_with_as_many_days_before_and_today_with_the_same_weekday()
    {
        UsageRow[] rows = [Row(0, "a", 12), Row(7, "a", 10), Row(20, "a", 44)];

        Assert.Contains("+20%", Usage(rows, UsageRange.Today).Find(".foot").TextContent);
        Assert.Contains("on last Tuesday", Usage(rows, UsageRange.Today).Find(".foot").TextContent);
        Assert.Contains("-50%", Usage(rows, UsageRange.Fortnight).Find(".foot").TextContent);
        Assert.Contains("on the 14 days before", Usage(rows, UsageRange.Fortnight).Find(".foot").TextContent);
        Assert.Contains("1 model", Usage([Row(0, "a", 12)], UsageRange.Fortnight).Find(".foot").TextContent);
    }

    [Fact]
    public void Each_period_asks_for_the_days_that_it_shows_and_compares()
    {
        Assert.All(UsageRange.All, range => Assert.Contains(range.FirstDayToLoad(Today), (DateOnly[])[range.DaysBefore(Today)[0], range.LineUntil(Today)[0]]));
        Assert.All(UsageRange.All, range => Assert.Equal(Today, range.DaysUntil(Today)[^1]));
        Assert.Equal(Today.AddDays(-59), UsageRange.Month.FirstDayToLoad(Today));
        Assert.Equal(Today.AddDays(-13), UsageRange.Today.FirstDayToLoad(Today));
    }

    [Fact]
    public void A_day_without_runs_offers_the_month()
    {
        UsageRange? asked = null;
        var page = Usage([], UsageRange.Today, range => asked = range);
        Assert.Contains("No runs in this period.", page.Markup);

        page.Find(".none .lnk").Click();

        Assert.Equal(UsageRange.Month, asked);
    }

    [Fact]
    public void A_cost_without_a_known_price_is_called_a_lower_bound() =>
        Assert.Contains("at least: 4 without a known price", Usage([Row(0, "a", 10) with { Unpriced = 4 }], UsageRange.Today).Markup);

    [Fact]
    public void A_key_shows_its_state_and_only_its_last_four_characters()
    {
        KeyView? removed = null;
        var key = new KeyView { Id = Guid.CreateVersion7(), Name = "Pilot", Fingerprint = "e8d4", Works = false, Message = "API key expired." };
        var table = Render<KeyTable>(p => p.Add(c => c.Keys, [new KeyView { Name = "Environment", Fingerprint = "7f3a", Works = true }, key]).Add(c => c.OnRemove, k => removed = k));

        Assert.Contains("Working", table.Markup);
        Assert.Contains("API key expired.", table.Markup);
        table.FindAll("[aria-label^=Remove]").Single().Click();

        Assert.Same(key, removed);
    }

    [Fact]
    public void A_key_is_posted_as_a_form_and_never_bound()
    {
        AddBunitPersistentComponentState();
        var form = Render<AddKeyForm>();

        Assert.Equal("/keys/add", form.Find("form").GetAttribute("action"));
        Assert.Equal("post", form.Find("form").GetAttribute("method"));
        var box = form.Find("input[name=key]");
        Assert.Equal("password", box.GetAttribute("type"));
        Assert.Equal("off", box.GetAttribute("autocomplete"));
        Assert.DoesNotContain(box.Attributes, a => a.Name.StartsWith("blazor:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_catalogue_shows_todays_price_and_the_next_change()
    {
        var table = Render<ModelTable>(p => p.Add(c => c.Models, [Flash, Gemma]).Add(c => c.Day, Today));

        Assert.Contains("$0.30 / $2.50", table.Markup);
        Assert.Contains("1 Dec 2026", table.Markup);
        Assert.Contains("$0.40 / $2.50", table.Markup);
        Assert.Contains("not known", table.Markup);
    }

    private static UsageRow Row(int daysAgo, string model, int requests) => new()
    {
        Day = Today.AddDays(-daysAgo), ModelId = model, Requests = requests, Errors = 1, PromptTokens = requests * 60, CachedTokens = 0, OutputTokens = requests * 30,
        ThoughtsTokens = requests * 10, TotalTokens = requests * 100, CostMicroUsd = requests * 1000, Unpriced = 0, Estimated = 0,
    };

    private IRenderedComponent<UsageSummary> Usage(IReadOnlyList<UsageRow> rows, UsageRange range, Action<UsageRange>? changed = null) => Render<UsageSummary>(p => p
        .Add(c => c.Rows, rows).Add(c => c.Names, new Dictionary<string, string> { ["a"] = "Flash" }).Add(c => c.Today, Today)
        .Add(c => c.Range, range).Add(c => c.RangeChanged, r => changed?.Invoke(r)));
}
