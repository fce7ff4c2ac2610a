using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class FirstVisitStory(BrowserFixture browser) : Story(browser)
{
    [Fact]
    public async Task Someone_asks_a_question_and_finds_the_answer_again_after_a_reload()
    {
        var playground = await VisitAsync();

        var answer = await playground.AskToEndAsync("Say hello to a new reader.");
        await Expect(PlaygroundPage.TextOf(answer)).Not.ToBeEmptyAsync();
        var text = await playground.FullTextOfAsync(answer);
        await playground.ReloadAsync();

        await Expect(playground.UserTurns).ToHaveCountAsync(1);
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).ToContainTextAsync(text.Split('\n')[0]);
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    [Fact]
    public async Task Run_is_off_until_the_page_can_take_it_and_no_click_is_lost()
    {
        var playground = await OpenProfileAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await playground.Page.RouteAsync("**/Kit/Composer*.js", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await playground.GoToAsync("/");

        await playground.Composer.FillAsync("Typed before the script came.");
        await Expect(playground.RunButton).ToBeDisabledAsync();
        held.SetResult();
        await playground.RunButton.ClickAsync();

        await Expect(PlaygroundPage.TextOf(playground.UserTurns.First)).ToHaveTextAsync("Typed before the script came.");
    }
}
