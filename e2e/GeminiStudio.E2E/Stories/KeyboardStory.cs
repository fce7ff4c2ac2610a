using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>A person without a mouse.</summary>
public sealed class KeyboardStory(BrowserFixture browser) : Story(browser)
{
    private const int MostTabs = 120;

    [Fact]
    public async Task All_work_on_a_chat_is_done_by_keys_alone()
    {
        var playground = await VisitAsync();
        var (page, keys) = (playground.Page, playground.Page.Keyboard);

        await TabToAsync(page, playground.Composer);
        await keys.InsertTextAsync(new Dictation(300, 20).Prompt);
        await Expect(playground.RunButton).ToBeEnabledAsync();
        await keys.PressAsync("Control+Enter");
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).ToContainTextAsync("w0003");
        await keys.PressAsync("Escape");
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "cancelled");

        await TabToAsync(page, playground.ModelTurns.First.GetByTestId("turn-rerun"));
        await keys.PressAsync("Enter");
        await Expect(playground.StopButton).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "cancelled");
        await Expect(playground.ModelTurns.First.GetByTestId("turn-pager")).ToContainTextAsync("2 of 2");

        await TabToAsync(page, page.GetByTestId("model-picker"));
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Listbox, new() { Name = "Models" })).ToBeVisibleAsync();
        await Expect(page.GetByPlaceholder("Find a model")).ToBeFocusedAsync();
        await keys.TypeAsync("2.5 flash lite");
        await Expect(page.GetByTestId("model-option")).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("model-picker")).ToHaveAttributeAsync("data-model-id", "gemini-2.5-flash-lite");
        await Expect(page.GetByTestId("model-picker")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByPlaceholder("Find a model")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Listbox, new() { Name = "Models" })).ToBeHiddenAsync();
        await Expect(page.GetByTestId("model-picker")).ToBeFocusedAsync();

        var before = await playground.Setting("temperature").InputValueAsync();
        await TabToAsync(page, page.GetByLabel("Temperature slider"));
        await keys.PressAsync("ArrowLeft");
        await Expect(playground.Setting("temperature")).Not.ToHaveValueAsync(before);

        await TabToAsync(page, page.GetByTestId("session-title"));
        await keys.PressAsync("Enter");
        await Expect(page.GetByLabel("Title", new() { Exact = true })).ToBeFocusedAsync();
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("By keys alone");
        await keys.PressAsync("Enter");
        await Expect(playground.History).ToContainTextAsync("By keys alone");

        await TabToAsync(page, playground.History.Locator("[aria-label='Actions for By keys alone']"));
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Pin" })).ToBeFocusedAsync();
        await keys.PressAsync("End");
        await keys.PressAsync("Enter");
        await Expect(playground.History).ToHaveCountAsync(0);
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Undo" }), "Shift+Tab"); // the new page stands in the composer, behind it
        await keys.PressAsync("Enter");
        await Expect(playground.History).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Each_shortcut_of_the_sheet_does_what_it_says()
    {
        var playground = await VisitAsync();
        var (page, keys) = (playground.Page, playground.Page.Keyboard);
        var answer = await playground.AskToEndAsync("Hello\n!!say one two three");
        await answer.GetByTestId("turn-footer").WaitForAsync(); // its buttons are there
        await page.Locator("body").ClickAsync(new() { Position = new() { X = 5, Y = 400 } });

        await keys.PressAsync("Alt+c");
        await page.WaitForFunctionAsync("() => navigator.clipboard.readText().then(text => text === 'one two three')");
        await keys.PressAsync("Alt+r");
        await Expect(answer.GetByTestId("turn-pager")).ToContainTextAsync("2 of 2");

        await Expect(playground.History).ToBeVisibleAsync();
        await keys.PressAsync("Control+b");
        await Expect(playground.History).ToBeHiddenAsync();
        await keys.PressAsync("Control+b");
        await Expect(playground.History).ToBeVisibleAsync();
        await keys.PressAsync("Control+.");
        await Expect(playground.Setting("temperature")).ToBeHiddenAsync();
        await keys.PressAsync("Control+.");
        await Expect(playground.Setting("temperature")).ToBeVisibleAsync();

        await keys.PressAsync("j");
        await Expect(page.Locator(".hi a")).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Expect(playground.UserTurns.First).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await Expect(page.Locator(".hi a")).ToBeFocusedAsync();
        await keys.PressAsync("/");
        await Expect(page.GetByTestId("history-search")).ToBeFocusedAsync();
        await keys.TypeAsync("jk?");
        await Expect(page.GetByTestId("history-search")).ToHaveValueAsync("jk?");
        await Expect(page.GetByText("Nothing matches 'jk?'")).ToBeVisibleAsync();

        await playground.Turns.First.FocusAsync();
        await keys.PressAsync("?");
        await Expect(page.GetByText("Stop, or close the top layer")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('.mud-dialog, .mud-focus-trap')");
        await keys.PressAsync("Escape");
        await Expect(page.GetByText("Stop, or close the top layer")).ToBeHiddenAsync();
        await keys.PressAsync("Alt+n");
        await Expect(page).ToHaveURLAsync(Studio.Address.ToString());
        await Expect(playground.Turns).ToHaveCountAsync(0);
    }

    private static async Task TabToAsync(IPage page, ILocator target, string key = "Tab")
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await target.EvaluateAsync<bool>("node => node === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync(key);
        }

        Assert.Fail($"{target} cannot be reached with the Tab key.");
    }
}
