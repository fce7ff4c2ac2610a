using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class RunOnceStory(BrowserFixture browser) : Story(browser)
{
    private const string RunInOneBatch = "button => { for (let i = 0; i < 20; i++) button.click(); }";

    // Stop comes up where Run was: this is the fastest second click there can be.
    private const string StopAsItAppears = """
        stop => new Promise(done => new MutationObserver((_, seen) => {
          if (!stop.hidden) { seen.disconnect(); stop.click(); done(); }
        }).observe(stop, { attributes: true }))
        """;

    [Theory]
    [InlineData("twenty double clicks")]
    [InlineData("twenty clicks in one batch")]
    [InlineData("Ctrl+Enter twice")]
    [InlineData("a double click whose second half meets Stop")]
    public async Task However_a_person_presses_run_one_request_leaves(string way)
    {
        var playground = await VisitAsync();
        await playground.Composer.FillAsync(new Dictation(60, 5).Prompt);
        await Expect(playground.RunButton).ToBeEnabledAsync(); // a script's clicks and the mouse's do not wait for it

        await PressAsync(playground, way);

        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "completed");
        await Expect(playground.UserTurns).ToHaveCountAsync(1);
        await Expect(playground.ModelTurns).ToHaveCountAsync(1);
        await Expect(playground.History).ToHaveCountAsync(1);
        await Expect(playground.Composer).ToHaveValueAsync("");
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    private static async Task PressAsync(PlaygroundPage playground, string way)
    {
        switch (way)
        {
            case "twenty double clicks":
                var box = (await playground.RunButton.BoundingBoxAsync())!;
                var clicks = Enumerable.Range(0, 20).Select(_ => playground.Page.Mouse.DblClickAsync(box.X + 20, box.Y + 10));
                await Task.WhenAll(clicks);
                break;
            case "twenty clicks in one batch":
                await playground.RunButton.EvaluateAsync(RunInOneBatch);
                break;
            case "Ctrl+Enter twice":
                await playground.Composer.PressAsync("Control+Enter");
                await playground.Composer.PressAsync("Control+Enter");
                break;
            default:
                var stopped = playground.StopButton.EvaluateAsync(StopAsItAppears);
                await playground.RunButton.ClickAsync();
                await stopped;
                break;
        }
    }
}
