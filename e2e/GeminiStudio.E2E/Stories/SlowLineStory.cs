using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class SlowLineStory(BrowserFixture browser) : Story(browser)
{
    [Fact]
    public async Task A_slow_line_lags_behind_a_fast_answer_and_loses_none_of_it()
    {
        var wire = NewWire();
        var playground = await VisitAsync(through: wire);
        await playground.WhenSavedAsync(() => playground.Composer.FillAsync("All scripts are here once this is saved."));
        var dictation = new Dictation(600, 1, WordsInChunk: 10);
        wire.BytesPerSecond = 10_000;

        var answer = await playground.AskAsync(dictation.Prompt);

        await Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Ended.WaitAsync(Cancellation);
        await PlaygroundPage.ExpectStateAsync(answer, "completed");
        Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(answer));
    }

    [Fact]
    public async Task A_page_that_stops_acknowledging_does_not_hold_up_the_answer()
    {
        var wire = NewWire();
        var playground = await VisitAsync(through: wire);
        var dictation = new Dictation(400, 20);
        var answer = await playground.AskAsync(dictation.Prompt);
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync("w0003");
        await playground.ExpectSessionAddressAsync();

        wire.Mute();
        await Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Ended.WaitAsync(Cancellation);
        var observer = await VisitAsync(path: new Uri(playground.Page.Url).AbsolutePath);
        await PlaygroundPage.ExpectStateAsync(observer.ModelTurns.First, "completed");
        Assert.Equal(dictation.Text, await observer.FullTextOfAsync(observer.ModelTurns.First));
        await Expect(answer).ToHaveAttributeAsync("data-state", "streaming"); // ten frames are out, and no more come
        wire.Unmute();

        await PlaygroundPage.ExpectStateAsync(answer, "completed");
        Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(answer));
    }
}
