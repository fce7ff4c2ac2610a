using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Sessions.Code;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>A chat is taken along as code, and an answer is looked at and asked for again.</summary>
public sealed class CodeStory(BrowserFixture browser) : Story(browser)
{
    public static TheoryData<bool> Themes => Nightly.Themes(daily: false);

    [Theory, MemberData(nameof(Themes))]
    public async Task A_chat_is_shown_as_code_in_every_language(bool isPhone)
    {
        var playground = await VisitAsync(isPhone ? Screen.Phone.Dark : Screen.Desktop);
        var page = playground.Page;
        await playground.AskToEndAsync("It's \"time\" for tea");

        await page.GetByTestId("get-code").ClickAsync();

        var code = page.GetByTestId("code-text");
        await Expect(code).ToContainTextAsync("It's \\\"time\\\" for tea");
        foreach (var language in CodeLanguage.All)
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = language.Name, Exact = true }).ClickAsync();
            await Expect(page.GetByText(language.Note)).ToBeVisibleAsync();
            await Expect(code).ToContainTextAsync("GEMINI_API_KEY");
        }

        await page.GetByRole(AriaRole.Tab, new() { Name = "cURL" }).PressAsync("Enter");
        await Expect(code).ToContainTextAsync("END_OF_JSON");
        var shown = JsonNode.Parse((await code.TextContentAsync())!.Split("<<'END_OF_JSON'\n")[1].Split("\nEND_OF_JSON")[0]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body), shown));
        Assert.Empty((await page.RunAxe()).Violations);
        await page.Keyboard.PressAsync("Escape");
        await Expect(code).ToBeHiddenAsync();
    }

    [Fact]
    public async Task An_answers_receipt_tells_what_it_took_and_sends_the_same_request_again()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await playground.AskToEndAsync("Explain how rivers flow");

        await page.GetByTestId("turn-raw").ClickAsync();
        await Expect(page.GetByTestId("receipt-facts")).ToContainTextAsync("Price table");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Attempts" })).ToContainTextAsync("answered");
        Assert.Empty((await page.RunAxe()).Violations);
        await page.GetByTestId("receipt-replay").ClickAsync();

        await Expect(playground.ModelTurns.Last.GetByTestId("turn-pager")).ToContainTextAsync("2 of 2");
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.Last, "completed");
        var bodies = Studio.Emulator.Received.Where(r => r.Verb == "streamGenerateContent").Select(r => r.Body).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.Equal(bodies[0], bodies[1]);
    }
}
