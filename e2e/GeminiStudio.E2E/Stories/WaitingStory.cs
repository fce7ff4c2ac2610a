using System.Text.RegularExpressions;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Google asks to wait, or does not answer at all.</summary>
public sealed class WaitingStory(BrowserFixture browser) : Story(browser)
{
    [Fact]
    public async Task A_limit_is_waited_for_with_a_countdown_and_the_answer_comes_by_itself()
    {
        var playground = await VisitAsync();

        var answer = await playground.AskAsync("Hello\n!!error 429 retry 5s times 1");

        await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync(new Regex("Waiting for quota, retrying in[\\s\\S]*2 of 3"));
        await PlaygroundPage.ExpectStateAsync(answer, "completed");
        Assert.Equal(2, (await Studio.LedgerAsync()).Count);
    }

    [Fact]
    public async Task A_wait_can_be_left_and_the_message_is_kept()
    {
        var playground = await VisitAsync();
        var answer = await playground.AskAsync("Hello\n!!error 429 retry 50s");

        await PlaygroundPage.OutcomeOf(answer).GetByText("Cancel").ClickAsync();

        await PlaygroundPage.ExpectStateAsync(answer, "cancelled");
        await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync("Your message is kept.");
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));

        var next = await playground.AskAsync("Once more"); // the limit is still there, so it is not even asked
        await Expect(PlaygroundPage.OutcomeOf(next)).ToContainTextAsync("Waiting in line, about");
        await Expect(PlaygroundPage.OutcomeOf(next)).ToContainTextAsync("1 of 1");
        await PlaygroundPage.OutcomeOf(next).GetByText("Cancel").ClickAsync();
        await PlaygroundPage.ExpectStateAsync(next, "cancelled");
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));
    }
}
