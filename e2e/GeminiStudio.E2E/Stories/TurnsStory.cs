using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>A person changes what was said, and nothing of what was said before is lost.</summary>
public sealed class TurnsStory(BrowserFixture browser) : Story(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_message_is_changed_and_run_and_the_old_answer_is_a_page_away_after_a_reload_too()
    {
        var playground = await VisitAsync();
        await playground.AskToEndAsync("Hello\n!!say one two three");
        await playground.AskToEndAsync("More\n!!say four five six");
        var before = await PartsAsync();
        Assert.Contains(before.Values, parts => parts.Contains("thoughtSignature", StringComparison.Ordinal));

        await EditAsync(playground.UserTurns.First, "Hello again\n!!say seven eight", "[data-save=run]");
        await Expect(playground.ModelTurns).ToHaveCountAsync(1);
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "completed");
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).ToHaveTextAsync("seven eight");

        await playground.ReloadAsync();
        await Expect(playground.UserTurns.First.GetByTestId("turn-pager")).ToContainTextAsync("2 of 2");
        await playground.UserTurns.First.GetByLabel("Previous message").ClickAsync();
        await Expect(playground.ModelTurns).ToHaveCountAsync(2);
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.Nth(1))).ToHaveTextAsync("four five six");

        // The answer's words change, its signature does not: the next request carries both.
        await EditAsync(playground.ModelTurns.First, "one two CHANGED", "[data-save=keep]");
        await Expect(playground.ModelTurns.First.GetByTestId("turn-edited")).ToHaveTextAsync("edited by you");
        await playground.AskToEndAsync("And now\n!!say nine");
        var sent = Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body;
        Assert.Contains("one two CHANGED", sent, StringComparison.Ordinal);
        var after = await PartsAsync();
        Assert.All(before, turn => Assert.Equal(turn.Value, after[turn.Key]));
        foreach (var signature in before.Values.SelectMany(Signatures))
        {
            Assert.Contains(signature, sent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_turn_is_deleted_had_back_and_branched_into_a_chat_that_names_its_origin()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await playground.AskToEndAsync("Hello\n!!say one");
        await playground.AskToEndAsync("More\n!!say two");

        await playground.UserTurns.Nth(1).GetByTestId("turn-delete").ClickAsync();
        await Expect(playground.Turns).ToHaveCountAsync(2);
        await page.Locator(".chat-notice").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(playground.Turns).ToHaveCountAsync(4);

        await playground.ModelTurns.First.GetByTestId("turn-branch").ClickAsync();
        await page.GetByTestId("dialog-save").ClickAsync();
        await Expect(page.GetByTestId("session-origin")).ToContainTextAsync("Branched from Hello");
        await Expect(playground.Turns).ToHaveCountAsync(2);
        await playground.ReloadAsync();
        await Expect(playground.Turns).ToHaveCountAsync(2);

        await page.GetByTestId("session-origin").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(playground.Turns).ToHaveCountAsync(4);
        await playground.ModelTurns.First.GetByTestId("turn-rerun").ClickAsync();
        await Expect(playground.Turns).ToHaveCountAsync(2);
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "completed");
        await page.GetByTestId("chat-menu").ClickAsync();
        await page.GetByTestId("chat-map").ClickAsync();
        await page.Locator(".map .node").Filter(new() { HasText = "More" }).ClickAsync();
        await Expect(playground.Turns).ToHaveCountAsync(4);
        await Expect(playground.UserTurns.Nth(1)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Examples_are_added_without_a_run_and_put_into_another_order_by_keys()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await AddAsync(playground, "model", "Example out");
        await AddAsync(playground, "user", "Example in");
        Assert.Equal(0, Studio.Emulator.RequestCount("streamGenerateContent"));

        await page.GetByTestId("chat-menu").ClickAsync();
        await page.GetByTestId("chat-order").ClickAsync();
        var order = page.GetByTestId("turn-order").Locator("li");
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.mud-dialog, .mud-focus-trap')"); // the dialog takes no focus any more
        await order.Nth(1).GetByLabel("Leave out: Example in").PressAsync("Alt+ArrowUp");
        await Expect(order.First).ToContainTextAsync("Example in");
        await page.GetByTestId("dialog-save").ClickAsync();
        await Expect(playground.Turns.First).ToHaveAttributeAsync("data-role", "user");

        await playground.AskToEndAsync("Real one\n!!say done");
        var sent = Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body;
        Assert.True(sent.IndexOf("Example in", StringComparison.Ordinal) < sent.IndexOf("Example out", StringComparison.Ordinal));
    }

    private static async Task AddAsync(PlaygroundPage playground, string role, string text)
    {
        var turns = await playground.Turns.CountAsync();
        await playground.Page.GetByTestId("add-role").SelectOptionAsync(role);
        await playground.Composer.FillAsync(text);
        await playground.Page.GetByTestId("add-turn").ClickAsync();
        await Expect(playground.Turns).ToHaveCountAsync(turns + 1);
        await playground.Page.GetByTestId("add-role").SelectOptionAsync("user");
    }

    private static async Task EditAsync(ILocator turn, string words, string save)
    {
        await turn.GetByTestId("turn-edit").ClickAsync();
        var box = turn.Locator("[data-part]");
        await Expect(box).Not.ToHaveValueAsync("");
        await box.FillAsync(words);
        await turn.Locator(save).ClickAsync();
    }

    private Task<Dictionary<Guid, string>> PartsAsync() => Studio.ReadAsync(db => db.Turns.ToDictionaryAsync(t => t.Id, t => t.Parts));

    private static IEnumerable<string> Signatures(string parts) =>
        System.Text.RegularExpressions.Regex.Matches(parts, "\"thoughtSignature\":\"([^\"]+)\"").Select(m => m.Groups[1].Value);
}
