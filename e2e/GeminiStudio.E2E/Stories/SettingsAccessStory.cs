using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>axe finds nothing in the run settings, their dialogs, the variables and the look before a run.</summary>
public sealed class SettingsAccessStory(BrowserFixture browser) : Story(browser)
{
    public static TheoryData<bool> Themes => Nightly.Themes(daily: true);

    [Theory, MemberData(nameof(Themes))]
    public async Task Axe_finds_nothing(bool isDark)
    {
        var axe = new AxeLooks();
        var playground = await VisitAsync(isDark ? Screen.Desktop.Dark : Screen.Desktop);
        var page = playground.Page;
        await playground.ChooseModelAsync("gemini-3.8-flash-tts");
        await playground.Setting("speech").GetByText("Two speakers").ClickAsync();
        await playground.Setting("speaker-1").WaitForAsync();
        await axe.LookAsync(page, "speech");
        await playground.ChooseModelAsync("gemini-3.1-flash-image");
        await page.GetByTestId("presets").ClickAsync();
        await page.GetByTestId("preset-name").FillAsync("Pictures");
        await page.GetByTestId("preset-save").ClickAsync();
        await page.GetByTestId("preset-item").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Advanced" }).ClickAsync();
        await playground.Composer.FillAsync("{{a}} {{b:select:x,y}} {{c:multiline}} {{d:checkbox}} {{e:range}} {{f:date}} sk-0123456789abcdefghij");
        await page.GetByTestId("variable-f").WaitForAsync();
        await page.GetByTestId("preflight").ClickAsync();
        await page.GetByTestId("preflight-line").First.WaitForAsync();
        await axe.LookAsync(page, "presets, variables and the look before a run");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("preflight-line")).ToHaveCountAsync(0);
        await page.GetByTestId("setting-safety").ClickAsync();
        await page.GetByTestId("safety-reset").WaitForAsync();
        await axe.LookAsync(page.Locator(".mud-dialog"), "safety");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("safety-reset")).ToBeHiddenAsync();
        await page.GetByTestId("setting-rawJson").ClickAsync();
        await Expect(page.GetByTestId("raw-json")).Not.ToBeEmptyAsync();
        await axe.LookAsync(page.Locator(".mud-dialog"), "raw JSON");

        axe.AssertNothing();
    }
}
