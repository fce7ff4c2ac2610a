using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.TestRig;
using Microsoft.AspNetCore.Hosting;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>No host answers.</summary>
public sealed class UnreachableStory(BrowserFixture browser) : Story(browser)
{
    protected override void Configure(IWebHostBuilder builder) =>
        builder.UseSetting("Gemini:BaseUrl", $"http://127.0.0.1:{FreePort.Find()}").UseSetting("Gemini:MaxAttempts", "1");

    [Fact]
    public async Task A_host_that_is_not_there_is_named_and_nothing_is_charged()
    {
        var playground = await VisitAsync();

        var answer = await playground.AskToEndAsync("Hello", "failed");

        await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync("Google could not be reached");
        await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync("Nothing was charged.");
        await Expect(PlaygroundPage.OutcomeOf(answer).GetByText("Run again")).ToBeEnabledAsync();
        Assert.Equal(0, (await Studio.LedgerAsync()).Sum(entry => entry.TotalTokens));
    }
}
