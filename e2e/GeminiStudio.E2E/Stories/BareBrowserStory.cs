using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class BareBrowserStory(BrowserFixture browser) : Story(browser)
{
    private const string Blocked = """
        for (const name of ['localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });
        """;

    private const string Full = """
        Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
        """;

    [Fact]
    public async Task Without_scripts_the_page_says_what_it_needs()
    {
        var page = (await OpenProfileAsync(Screen.Desktop with { HasScripts = false })).Page;

        foreach (var path in new[] { "/", "/keys", "/usage", "/models" })
        {
            await page.GotoAsync(path);
            await Expect(page.Locator(".noscript")).ToBeVisibleAsync();
            await Expect(page.Locator(".noscript")).ToHaveTextAsync("Gemini Studio draws its pages over a live connection. Allow scripts from this server, then reload.");
        }
    }

    [Theory]
    [InlineData(Blocked)]
    [InlineData(Full)]
    public async Task With_storage_blocked_or_full_everything_works_and_drafts_live_on_the_server(string storage)
    {
        var playground = await OpenProfileAsync();
        await playground.Page.AddInitScriptAsync(storage);
        await playground.GoToAsync("/");

        var answer = await playground.AskToEndAsync("Hello");
        var text = await PlaygroundPage.TextOf(answer).TextContentAsync() ?? "";
        await playground.ExpectSessionAddressAsync();
        await playground.WhenSavedAsync(() => playground.Composer.FillAsync("Not sent yet"));
        await playground.ReloadAsync();

        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).ToHaveTextAsync(text);
        await Expect(playground.Composer).ToHaveValueAsync("Not sent yet");
        await playground.RunButton.ClickAsync();
        await Expect(playground.UserTurns.Last).ToContainTextAsync("Not sent yet");
    }
}
