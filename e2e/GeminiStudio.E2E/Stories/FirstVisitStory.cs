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
        var held = await HoldAsync(playground, "**/Kit/Composer*.js");
        await playground.GoToAsync("/");

        await playground.Composer.FillAsync("Typed before the script came.");
        await Expect(playground.RunButton).ToBeDisabledAsync();
        held.SetResult();
        await playground.RunButton.ClickAsync();

        await Expect(PlaygroundPage.TextOf(playground.UserTurns.First)).ToHaveTextAsync("Typed before the script came.");
    }

    [Fact]
    public async Task What_is_typed_before_the_script_comes_does_not_replace_a_text_from_another_device()
    {
        var first = await VisitAsync();
        await first.AskToEndAsync("Begin");
        await first.ExpectSessionAddressAsync();
        await first.WhenSavedAsync(() => first.Composer.FillAsync("Written on the first device"));
        var second = await OpenProfileAsync();
        second.Watch.Expect("409"); // the browser writes down that a save was refused
        var held = await HoldAsync(second, "**/Kit/Composer*.js");
        await second.GoToAsync(new Uri(first.Page.Url).AbsolutePath);

        await second.Composer.FillAsync("Typed at once on the second");
        held.SetResult();

        await Expect(second.Page.GetByText("Changed in another tab or on another device.")).ToBeVisibleAsync();
        await Expect(second.Composer).ToHaveValueAsync("Typed at once on the second");
        await second.Page.GetByText("Show the other").ClickAsync();
        await Expect(second.Composer).ToHaveValueAsync("Written on the first device");
    }

    [Fact]
    public async Task A_button_is_off_until_its_script_hears_it()
    {
        var playground = await VisitAsync();
        var answer = await playground.AskToEndAsync("Hello\n!!say well");
        var held = await HoldAsync(playground, "**/Kit/TurnEdit*.js");

        await answer.HoverAsync();
        await answer.GetByTestId("turn-edit").ClickAsync();
        var save = playground.Page.GetByTestId("dialog-save");
        await Expect(save).ToBeDisabledAsync();
        held.SetResult();
        await Expect(save).ToBeEnabledAsync(); // the words are here
        await playground.Page.GetByLabel("Text of this turn").FillAsync("better");
        await save.ClickAsync();

        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).ToHaveTextAsync("better");
    }

    /// <summary>Holds back a script until the result is set.</summary>
    private static async Task<TaskCompletionSource> HoldAsync(PlaygroundPage playground, string script)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await playground.Page.RouteAsync(script, async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        return held;
    }
}
