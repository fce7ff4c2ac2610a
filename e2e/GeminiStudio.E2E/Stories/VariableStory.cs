using System.Text.Json.Nodes;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>A prompt with places to fill in, and a secret that is caught before it leaves.</summary>
public sealed class VariableStory(BrowserFixture browser) : Story(browser)
{
    [Fact]
    public async Task Variables_become_inputs_and_a_run_waits_for_them()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await playground.WhenSavedAsync(() => playground.SystemInstructions.FillAsync("Answer in {{language:select:English,Dutch=English}} as in {{sample:file}}."), "system");
        await playground.Composer.FillAsync("Tell of {{city}}.\n!!say well");
        await Expect(page.GetByTestId("variable-city")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("preflight")).ToHaveTextAsync("2");
        await page.GetByTestId("variable-sample").SetInputFilesAsync(new Microsoft.Playwright.FilePayload { Name = "style.txt", MimeType = "text/plain", Buffer = "Dear Sir"u8.ToArray() });
        await Expect(page.GetByTestId("preflight")).ToHaveTextAsync("1");
        await Expect(page.Locator("[data-file-name]")).ToHaveTextAsync("style.txt");

        await playground.RunButton.ClickAsync();
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert).GetByText("city has no value yet.")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("variable-city")).ToBeFocusedAsync();
        await Expect(playground.Turns).ToHaveCountAsync(0);
        await page.GetByTestId("variable-language").SelectOptionAsync("Dutch");
        await page.GetByTestId("variable-city").FillAsync("Oslo");
        await playground.RunButton.ClickAsync(); // at once: what was typed last counts
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "completed");

        var body = JsonNode.Parse(Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body)!;
        Assert.Equal(Convert.ToBase64String("Dear Sir"u8), body["contents"]![0]!["parts"]![0]!["inlineData"]!["data"]!.GetValue<string>());
        Assert.Equal("Tell of Oslo.\n!!say well", body["contents"]![0]!["parts"]![1]!["text"]!.GetValue<string>());
        Assert.Equal("Answer in Dutch as in style.txt.", body["systemInstruction"]!["parts"]![0]!["text"]!.GetValue<string>());
        await playground.ReloadAsync();
        await Expect(playground.SystemInstructions).ToHaveValueAsync("Answer in {{language:select:English,Dutch=English}} as in {{sample:file}}.");
        await Expect(page.GetByTestId("variable-language")).ToHaveValueAsync("Dutch");
        await Expect(page.Locator("[data-file-name]")).ToHaveTextAsync("style.txt");
    }

    [Fact]
    public async Task A_secret_is_caught_and_taken_out_by_one_click()
    {
        var playground = await VisitAsync();
        await playground.Composer.FillAsync("Why is AIzaSyD-0123456789abcdefghijklmnopqrstu refused?\n!!say well");
        await playground.Page.GetByTestId("preflight").ClickAsync();
        await Expect(playground.Page.GetByTestId("preflight-line")).ToContainTextAsync("a Google API key");

        await playground.Page.GetByTestId("preflight-fix").ClickAsync();

        await Expect(playground.Composer).ToHaveValueAsync("Why is [secret removed] refused?\n!!say well");
        await Expect(playground.Page.GetByTestId("preflight")).ToHaveCountAsync(0);
        await playground.RunButton.ClickAsync();
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "completed");
        Assert.DoesNotContain("AIzaSyD-", Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body, StringComparison.Ordinal);
    }
}
