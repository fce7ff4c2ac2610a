using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>axe finds nothing where turns are changed, in any theme, on any width.</summary>
public sealed class TurnsLookStory(BrowserFixture browser) : Story(browser)
{
    private readonly AxeLooks _axe = new();

    public static TheoryData<bool> Screens => Nightly.Themes(daily: true);

    [Theory, MemberData(nameof(Screens))]
    public async Task Axe_finds_nothing_in_menus_dialogs_and_boxes(bool isPhone)
    {
        var isDark = isPhone;
        var screen = isPhone ? Screen.Phone : Screen.Desktop;
        var playground = await VisitAsync(isDark ? screen.Dark : screen);
        var page = playground.Page;
        await page.GetByTestId("temporary-toggle").ClickAsync();
        await page.GetByTestId("temporary-note").WaitForAsync();
        await _axe.LookAsync(page, "temporary");
        await page.GetByTestId("temporary-toggle").ClickAsync();
        await Expect(page.GetByTestId("temporary-note")).ToHaveCountAsync(0);

        await playground.AskToEndAsync("Hello\n!!say one");
        await playground.ModelTurns.First.GetByTestId("turn-edit").ClickAsync();
        await Expect(playground.ModelTurns.First.Locator("[data-part]")).ToHaveValueAsync("one");
        await _axe.LookAsync(page, "edit");
        await playground.ModelTurns.First.Locator("[data-part]").FillAsync("two");
        await playground.ModelTurns.First.GetByTestId("dialog-save").ClickAsync();
        await page.GetByTestId("turn-edited").WaitForAsync();

        await page.GetByTestId("chat-menu").ClickAsync();
        await page.GetByTestId("chat-map").WaitForAsync();
        await _axe.LookAsync(page, "chat menu, edited turn");
        await page.GetByTestId("chat-map").ClickAsync();
        await page.Locator(".map").WaitForAsync();
        await _axe.LookAsync(page.Locator(".mud-dialog"), "map");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".map")).ToBeHiddenAsync();
        await page.GetByTestId("chat-menu").ClickAsync();
        await page.GetByTestId("chat-order").ClickAsync();
        await page.GetByTestId("turn-order").WaitForAsync();
        await _axe.LookAsync(page.Locator(".mud-dialog"), "order");
        await page.GetByTestId("dialog-cancel").ClickAsync();
        await Expect(page.GetByTestId("turn-order")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByTestId("palette").WaitForAsync();
        await _axe.LookAsync(page, "command menu");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("palette")).ToBeHiddenAsync();

        await playground.AskAsync(new Dictation(4000, 50).Prompt);
        await playground.Composer.FillAsync("Waits");
        await page.GetByTestId("queue-message").ClickAsync();
        await page.GetByTestId("queued").WaitForAsync();
        await _axe.LookAsync(page, "queue");
        await playground.StopButton.ClickAsync();
        await Expect(page.GetByTestId("queued")).ToContainTextAsync("Send");

        await playground.ModelTurns.First.GetByTestId("turn-branch").ClickAsync();
        await page.Locator(".ways").WaitForAsync();
        await _axe.LookAsync(page.Locator(".mud-dialog"), "branch");
        await page.GetByTestId("dialog-save").ClickAsync();
        await page.GetByTestId("session-origin").WaitForAsync();
        if (isPhone)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        }

        await playground.History.First.HoverAsync();
        await playground.History.First.GetByTestId("history-menu").ClickAsync();
        await page.GetByTestId("history-pin").WaitForAsync();
        await _axe.LookAsync(page, "history menu, origin");
        await page.GetByTestId("history-archive").ClickAsync();
        await page.Locator(".undo").WaitForAsync();
        await page.GetByTestId("history-archived").ClickAsync();
        await Expect(playground.History).ToHaveCountAsync(1);
        await _axe.LookAsync(page, "archive");

        _axe.AssertNothing();
    }
}
