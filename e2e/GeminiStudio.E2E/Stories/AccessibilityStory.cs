using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>axe finds nothing in any state of any page: one walk through all of them, in each theme.</summary>
public sealed class AccessibilityStory(BrowserFixture browser) : Story(browser)
{
    private readonly AxeLooks _axe = new();

    public static TheoryData<bool> DesktopThemes => Nightly.Themes(daily: false);

    public static TheoryData<bool> PhoneThemes => Nightly.Themes(daily: true);

    protected override void Configure(IWebHostBuilder builder) => builder.UseSetting("Gemini:MaxAttempts", "2");

    [Theory, MemberData(nameof(DesktopThemes))]
    public async Task Axe_finds_nothing_on_a_desktop(bool isDark)
    {
        var playground = await VisitAsync(isDark ? Screen.Desktop.Dark : Screen.Desktop);
        var page = playground.Page;
        await _axe.LookAsync(page, "empty");
        await playground.ChooseModelAsync("gemini-4-argon");
        await page.GetByRole(AriaRole.Button, new() { Name = "Advanced" }).ClickAsync();
        await _axe.LookAsync(page, "settings that are off");
        await page.GetByTestId("model-picker").ClickAsync();
        await _axe.LookAsync(page, "model picker");
        await page.Keyboard.PressAsync("Escape");

        var answer = await playground.AskAsync("Compare three databases in a table, then write code\n!!words 900\n!!pace 100ms\n!!thoughts 2");
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync(" ");
        await _axe.LookAsync(page, "streaming");
        await page.Keyboard.PressAsync("Escape");
        await PlaygroundPage.ExpectStateAsync(answer, "cancelled");
        var waiting = await playground.AskAsync("Wait\n!!error 429 retry 50s");
        await PlaygroundPage.OutcomeOf(waiting).WaitForAsync();
        await _axe.LookAsync(page, "waiting for quota");
        await page.Keyboard.PressAsync("Escape");

        await playground.ChooseModelAsync("gemini-3.8-flash"); // the other one still has to wait
        foreach (var script in new[] { "error 400 key", "error 429 daily", "finish SAFETY", "finish MAX_TOKENS", "finish MAX_TOKENS empty", "block SAFETY", "empty", "cut 3", "malformed 2" })
        {
            await Expect(playground.RunButton).ToBeVisibleAsync();
            var card = await playground.AskAsync($"Tell me something.\n!!{script}");
            await PlaygroundPage.OutcomeOf(card).WaitForAsync();
            await Studio.ForgetRefusalsAsync(Cancellation);
        }

        await playground.AskToEndAsync("Write code\n!!thoughts 2");
        await playground.ModelTurns.Last.GetByTestId("turn-rerun").ClickAsync();
        await playground.ModelTurns.Last.GetByTestId("turn-pager").WaitForAsync();
        await _axe.LookAsync(page, "answered, and each kind of outcome");
        await page.GetByTestId("turn-raw").Last.ClickAsync();
        await page.GetByText("Request and response").WaitForAsync();
        await _axe.LookAsync(page.Locator(".mud-dialog"), "raw dialog");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("Request and response")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("?");
        await page.GetByText("Copy last answer").WaitForAsync();
        await _axe.LookAsync(page.Locator(".mud-dialog"), "shortcuts");
        await page.Keyboard.PressAsync("Escape");
        await DialogsAsync(page);
        await page.GetByTestId("turn-delete").Last.ClickAsync();
        await page.GetByText("Undo").WaitForAsync();
        await _axe.LookAsync(page.Locator(".chat-notice"), "turn deleted");

        foreach (var path in new[] { "/keys", "/usage", "/models", "/nowhere/at-all", $"/sessions/{Guid.NewGuid()}" })
        {
            playground.Watch.Expect("404");
            await playground.GoToAsync(path);
            await page.Locator("h1").First.WaitForAsync();
            await _axe.LookAsync(page, path);
        }

        _axe.AssertNothing();
    }

    [Theory, MemberData(nameof(PhoneThemes))]
    public async Task Axe_finds_nothing_on_a_phone(bool isDark)
    {
        var playground = await VisitAsync(isDark ? Screen.Phone.Dark : Screen.Phone);
        var page = playground.Page;
        await _axe.LookAsync(page, "empty, phone");
        await playground.AskToEndAsync("Compare three databases in a table");
        await _axe.LookAsync(page, "answered, phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Expect(playground.History).ToBeVisibleAsync();
        await _axe.LookAsync(page, "drawer");
        await page.Mouse.ClickAsync(380, 400);
        await Expect(playground.History).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Settings", Exact = true }).ClickAsync();
        await Expect(playground.Setting("temperature")).ToBeVisibleAsync();
        await _axe.LookAsync(page, "settings sheet");

        foreach (var path in new[] { "/keys", "/usage", "/models" })
        {
            await playground.GoToAsync(path);
            await page.Locator("h1").First.WaitForAsync();
            await _axe.LookAsync(page, $"{path}, phone");
        }

        _axe.AssertNothing();
    }

    // One after another in the same page; each is left as it was entered.
    private async Task DialogsAsync(IPage page)
    {
        await LookIntoAsync("safety", () => page.GetByTestId("setting-safety").ClickAsync());
        await LookIntoAsync("examples", () => page.GetByTestId("setting-examples").ClickAsync());
        await LookIntoAsync("request as JSON", () => page.GetByTestId("setting-rawJson").ClickAsync());
        await LookIntoAsync("function editor", () => page.GetByTestId("tool-functions-edit").ClickAsync(), async () =>
        {
            await page.GetByTestId("schema-add").First.ClickAsync();
            await _axe.LookAsync(page.Locator(".mud-dialog"), "function editor with a parameter");
            await page.GetByTestId("tab-json").ClickAsync();
            await page.GetByTestId("function-json").WaitForAsync();
            await _axe.LookAsync(page.Locator(".mud-dialog"), "function editor, JSON");
            await page.GetByTestId("functions-import").ClickAsync();
            await page.GetByTestId("import-url").WaitForAsync();
        });
        await LookIntoAsync("schema editor", () => page.GetByTestId("tool-structuredOutput").ClickAsync());
        await LookIntoAsync("code", () => page.GetByTestId("get-code").ClickAsync());
        await LookIntoAsync("branch", () => page.GetByTestId("turn-branch").Last.ClickAsync());
        foreach (var item in new[] { "chat-map", "chat-order" })
        {
            await LookIntoAsync(item, async () =>
            {
                await page.GetByTestId("chat-menu").ClickAsync();
                await page.GetByTestId(item).ClickAsync();
            });
        }

        await LookIntoAsync("palette", () => page.Keyboard.PressAsync("Control+k"));

        async Task LookIntoAsync(string name, Func<Task> open, Func<Task>? act = null)
        {
            var dialog = page.Locator(".mud-dialog");
            await open();
            await Expect(dialog).ToBeVisibleAsync();
            await _axe.LookAsync(page.Locator(".mud-dialog"), name);
            if (act is not null)
            {
                await act();
                await _axe.LookAsync(page.Locator(".mud-dialog"), name + ", further");
            }

            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
        }
    }
}
