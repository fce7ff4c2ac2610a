using GeminiStudio.Data;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>One session in two tabs, and both at work.</summary>
public sealed class TwoTabsStory(BrowserFixture browser) : Story(browser)
{
    private static int Rounds => Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1" ? 50 : 3;

    [Fact]
    public async Task Of_two_messages_sent_at_once_none_is_lost_and_both_tabs_agree_on_the_order()
    {
        var (first, second) = await OpenAsync();

        for (var round = 0; round < Rounds; round++)
        {
            (PlaygroundPage Tab, string Text)[] both = [(first, $"left {round}"), (second, $"right {round}")];
            await Task.WhenAll(both.Select(b => b.Tab.Composer.FillAsync($"{b.Text}\n!!say well")));
            await Task.WhenAll(both.Select(b => b.Tab.Composer.PressAsync("Control+Enter")));

            foreach (var (tab, text) in both)
            {
                var box = tab.Composer;
                await Expect(box).ToBeEditableAsync();
                await Expect(tab.Page.GetByTestId("queued")).ToHaveCountAsync(0); // it waits no more for the other's answer
                var isKept = (await box.InputValueAsync()).Contains(text, StringComparison.Ordinal);
                var isSent = await Studio.ReadAsync(db => db.Turns.AnyAsync(t => t.Role == "user" && t.Parts.Contains(text)));
                Assert.True(isKept != isSent, $"'{text}' is {(isKept ? "in its box and sent" : "nowhere")}.");
                await Expect(tab.RunButton).ToBeVisibleAsync();
                await box.FillAsync("");
            }

            await Task.WhenAll(both.Select(b => b.Tab.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)")));
        }

        await first.ReloadAsync();
        await Expect(first.Turns.First).ToBeVisibleAsync();
        var order = await first.Turns.EvaluateAllAsync<string[]>("turns => turns.map(t => t.dataset.turnId)");
        await second.ReloadAsync();
        await Expect(second.Turns).ToHaveCountAsync(order.Length);
        Assert.Equal(order, await second.Turns.EvaluateAllAsync<string[]>("turns => turns.map(t => t.dataset.turnId)"));
    }

    [Fact]
    public async Task A_message_sent_while_the_other_tabs_answer_is_under_way_stays_in_its_box()
    {
        var (first, second) = await OpenAsync();
        await first.AskAsync(new Dictation(600, 20).Prompt);
        await Expect(second.StopButton).ToBeVisibleAsync();

        // What a tab does that has not yet heard of the other's run.
        await second.WhenSavedAsync(() => second.Composer.FillAsync("beside it"));
        await second.Page.EvaluateAsync("() => document.querySelector('[data-draft-run]').closest('[data-running]').dataset.running = 'false'");
        await second.Composer.PressAsync("Control+Enter");

        await Expect(second.Page.GetByText("An answer is under way.")).ToBeVisibleAsync();
        await Expect(second.Composer).ToHaveValueAsync("beside it");
        Assert.Equal(2, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    [Fact]
    public async Task The_second_writer_of_one_draft_is_told_and_both_texts_are_kept()
    {
        var (first, second) = await OpenAsync();
        await first.WhenSavedAsync(() => first.Composer.FillAsync("What the first tab wrote"));

        await second.Composer.FillAsync("What the second tab wrote");

        var told = second.Page.GetByText("Changed in another tab or on another device.");
        await Expect(told).ToBeVisibleAsync();
        await Expect(second.Composer).ToHaveValueAsync("What the second tab wrote");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Show the other" }).ClickAsync();
        await Expect(second.Composer).ToHaveValueAsync("What the first tab wrote");
        await second.WhenSavedAsync(() => second.Page.GetByRole(AriaRole.Button, new() { Name = "Put mine back" }).ClickAsync());
        await Expect(second.Composer).ToHaveValueAsync("What the second tab wrote");
        await Expect(told).ToBeHiddenAsync();

        await first.RunButton.ClickAsync();
        await Expect(first.Page.GetByText("Changed in another tab or on another device.")).ToBeVisibleAsync();
        await Expect(first.Composer).ToHaveValueAsync("What the first tab wrote");
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));
        await first.RunButton.ClickAsync();
        await Expect(first.UserTurns.Last).ToContainTextAsync("What the first tab wrote");
        await Expect(second.Composer).ToHaveValueAsync("What the second tab wrote");
        await PlaygroundPage.ExpectStateAsync(second.ModelTurns.Last, "completed");
        await Expect(second.RunButton).ToBeVisibleAsync();
        await second.RunButton.ClickAsync();
        await Expect(second.Composer).ToHaveValueAsync("What the second tab wrote"); // its text is not what the server has: looked, and told
        await second.RunButton.ClickAsync();
        await Expect(second.UserTurns.Last).ToContainTextAsync("What the second tab wrote");
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_a_conflict_keeps_this_tabs_text_and_tells_again()
    {
        var (first, second) = await OpenAsync();
        await first.WhenSavedAsync(() => first.SystemInstructions.FillAsync("Be kind"), "system");
        await second.SystemInstructions.FillAsync("Be brief");
        var told = second.Page.GetByText("Changed in another tab or on another device.");
        await Expect(told).ToBeVisibleAsync();

        await second.ReloadAsync();

        await Expect(told).ToBeVisibleAsync();
        await Expect(second.SystemInstructions).ToHaveValueAsync("Be brief");
        await second.WhenSavedAsync(() => second.Page.GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).ClickAsync(), "system");
        await Expect(told).ToBeHiddenAsync();
        await first.ReloadAsync();
        await Expect(first.SystemInstructions).ToHaveValueAsync("Be brief");
    }

    [Fact]
    public async Task Stop_and_run_again_pressed_in_both_tabs_have_one_effect()
    {
        var (first, second) = await OpenAsync();
        await first.AskAsync(new Dictation(300, 20).Prompt);
        await Expect(PlaygroundPage.TextOf(second.ModelTurns.Last)).ToContainTextAsync("w0020");
        PlaygroundPage[] tabs = [first, second];

        await Task.WhenAll(tabs.Select(tab => tab.StopButton.EvaluateAsync("stop => stop.click()")));
        foreach (var tab in tabs)
        {
            await PlaygroundPage.ExpectStateAsync(tab.ModelTurns.Last, "cancelled");
        }

        Assert.Equal(2, Studio.Emulator.RequestCount("streamGenerateContent"));
        var again = await Task.WhenAll(tabs.Select(tab => tab.ModelTurns.Last.GetByTestId("turn-rerun").ElementHandleAsync())); // both are there before one is pressed
        await Task.WhenAll(again.Select(button => button.EvaluateAsync("again => again.click()")));
        foreach (var tab in tabs)
        {
            await Expect(tab.StopButton).ToBeVisibleAsync();
            await Expect(PlaygroundPage.TextOf(tab.ModelTurns.Last)).ToContainTextAsync("w0003");
        }

        Assert.Equal(3, Studio.Emulator.RequestCount("streamGenerateContent"));
        Assert.Equal(3, await Studio.ReadAsync(db => db.Turns.CountAsync(t => t.Role == "model")));
        Assert.Equal(2, await Studio.ReadAsync(db => db.Turns.CountAsync(t => t.Role == "model" && t.State != TurnState.Streaming && t.State != TurnState.Pending)));
        await first.StopButton.ClickAsync();
        await PlaygroundPage.ExpectStateAsync(first.ModelTurns.Last, "cancelled");
        await Expect(second.ModelTurns.Last.GetByTestId("turn-pager")).ToContainTextAsync("2 of 2");
    }

    private async Task<(PlaygroundPage First, PlaygroundPage Second)> OpenAsync()
    {
        var first = await VisitAsync();
        await first.AskToEndAsync("Begin");
        await first.ExpectSessionAddressAsync();
        var second = await first.NewTabAsync();
        await Expect(second.ModelTurns).ToHaveCountAsync(1);
        await Expect(second.Page.Locator(":is(.composer, .sys)[data-known]")).ToHaveCountAsync(2); // what is typed now changes the text that is there
        first.Watch.Expect("409"); // the browser writes down that a save was refused
        return (first, second);
    }
}
