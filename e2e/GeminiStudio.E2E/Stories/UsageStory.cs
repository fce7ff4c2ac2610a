using System.Globalization;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class UsageStory(BrowserFixture browser) : Story(browser)
{
    [Fact]
    public async Task The_ledger_counts_what_Google_received_and_the_usage_page_shows_its_sums()
    {
        var playground = await VisitAsync();
        await playground.AskToEndAsync("One");
        await playground.AskToEndAsync("Two\n!!error 429 retry 1s times 1");
        await playground.AskToEndAsync("Three\n!!error 400", "failed");
        var stopped = await playground.AskAsync(new Dictation(600, 20).Prompt);
        await Expect(PlaygroundPage.TextOf(stopped)).ToContainTextAsync("w0010");
        await playground.Page.Keyboard.PressAsync("Escape");
        await PlaygroundPage.ExpectStateAsync(stopped, "cancelled");
        await playground.ChooseModelAsync("gemini-2.5-flash");
        await playground.AskToEndAsync("Four\n!!cut 3", "interrupted");
        await playground.AskToEndAsync("Five");

        var ledger = await Studio.LedgerAsync();
        Assert.Equal(7, ledger.Count);
        Assert.Equal(Studio.Emulator.RequestCount("streamGenerateContent"), ledger.Count);
        await playground.GoToAsync("/usage");

        var rows = playground.Page.Locator("table tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        foreach (var model in ledger.GroupBy(entry => entry.ModelId))
        {
            long[] sums =
            [
                model.Count(), model.Sum(e => (long)e.PromptTokens), model.Sum(e => (long)e.OutputTokens),
                model.Sum(e => (long)e.ThoughtsTokens), model.Sum(e => (long)e.CachedTokens),
            ];
            var cells = await rows.Filter(new() { HasText = model.Key }).Locator("td").AllInnerTextsAsync();
            Assert.Equal(sums.Select(sum => sum.ToString("N0", CultureInfo.InvariantCulture)), cells.Skip(1).Take(5).Select(cell => cell.Trim()));
            Assert.Equal(model.Count(e => e.Failure is not null).ToString(CultureInfo.InvariantCulture), cells[^1].Trim());
        }

        Assert.All(ledger, entry => Assert.NotNull(entry.CostMicroUsd));
        var cost = ledger.Sum(entry => entry.CostMicroUsd!.Value) / 1_000_000m;
        var shown = await playground.Page.Locator(".stat").Filter(new() { HasText = "Cost" }).Locator(".v").InnerTextAsync();
        Assert.Equal((double)cost, double.Parse(shown.Trim('$', ' '), CultureInfo.InvariantCulture), 0.00006);
    }
}
