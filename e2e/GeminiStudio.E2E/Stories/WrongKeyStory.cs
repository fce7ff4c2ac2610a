using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Emulator;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>The host knows another key.</summary>
public sealed class WrongKeyStory(BrowserFixture browser) : Story(browser)
{
    protected override EmulatorServerOptions Google => new() { Pace = TimeSpan.Zero, AcceptedKeys = ["another-key"] };

    [Fact]
    public async Task A_key_that_Google_does_not_know_is_named_by_its_last_four_and_the_bar_says_so()
    {
        var playground = await VisitAsync();

        var answer = await playground.AskToEndAsync("Hello", "failed");

        await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync("····ests");
        await PlaygroundPage.OutcomeOf(answer).GetByText("Open keys").ClickAsync();
        await Expect(playground.Page).ToHaveURLAsync(new Uri(Studio.Address, "keys").ToString());
        await Expect(playground.Page.GetByText("Rejected")).ToBeVisibleAsync();
        Assert.DoesNotContain("a-key-of-the-tests", await playground.Page.ContentAsync(), StringComparison.Ordinal);
    }
}
