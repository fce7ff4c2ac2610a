using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>A run belongs to the server: whatever becomes of the page, the answer is whole for who comes back.</summary>
public sealed class ComeBackStory(BrowserFixture browser) : Story(browser)
{
    private static int Reloads => Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1" ? 100 : 4;

    [Fact]
    public async Task A_reload_that_began_before_the_address_named_the_chat_comes_back_to_it()
    {
        var playground = await VisitAsync();
        await playground.AskToEndAsync("The first message");
        await playground.ExpectSessionAddressAsync();
        var address = playground.Page.Url;
        await playground.Page.WaitForFunctionAsync("() => !sessionStorage.getItem('gs-new-session')");

        await playground.Page.EvaluateAsync("() => history.replaceState(history.state, '', '/')"); // what the browser still reloads
        await playground.ReloadAsync();

        await Expect(playground.Page).ToHaveURLAsync(address);
        await Expect(playground.UserTurns).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_answer_is_whole_for_who_closed_its_tab_in_the_middle()
    {
        var dictation = new Dictation(120, 10);
        var playground = await VisitAsync();
        var answer = await playground.AskAsync(dictation.Prompt);
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync("w0003");
        await playground.ExpectSessionAddressAsync();
        var address = playground.Page.Url;
        await playground.Page.CloseAsync();

        var later = await VisitAsync(path: new Uri(address).AbsolutePath);

        await PlaygroundPage.ExpectStateAsync(later.ModelTurns.First, "completed");
        Assert.Equal(dictation.Text, await later.FullTextOfAsync(later.ModelTurns.First));
        Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(later.ModelTurns.First));
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    [Fact]
    public async Task A_reload_in_the_middle_shows_at_once_what_was_there_and_goes_on_without_a_gap()
    {
        var playground = await VisitAsync();
        await playground.SetAsync("temperature", "1.3");
        var dice = new Random(1);

        for (var round = 0; round < Reloads; round++)
        {
            var dictation = new Dictation(150, 10);
            await playground.GoToAsync("/");
            await playground.SetAsync("temperature", "1.3");
            var answer = await playground.AskAsync(dictation.Prompt);
            await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync($"w{dice.Next(1, 70):0000}");
            var seen = await PlaygroundPage.WordsOfAsync(answer);

            await playground.ReloadAsync();

            await PlaygroundPage.TextOf(playground.ModelTurns.First).WaitForAsync();
            var atOnce = await PlaygroundPage.WordsOfAsync(playground.ModelTurns.First);
            Assert.StartsWith(seen, atOnce, StringComparison.Ordinal);
            await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.First, "completed");
            Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(playground.ModelTurns.First));
            Assert.Equal(dictation.Text, await playground.FullTextOfAsync(playground.ModelTurns.First));
            await Expect(playground.Setting("temperature")).ToHaveValueAsync("1.30");
            await Expect(playground.Composer).ToHaveValueAsync("");
        }

        Assert.Equal(Reloads, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    [Fact]
    public async Task A_page_that_was_frozen_during_the_answer_is_whole_on_return()
    {
        var dictation = new Dictation(120, 10);
        var playground = await VisitAsync();
        var answer = await playground.AskAsync(dictation.Prompt);
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync("w0003");
        var devtools = await playground.Page.Context.NewCDPSessionAsync(playground.Page);
        await devtools.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        await Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Ended.WaitAsync(Cancellation);

        await devtools.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });

        await PlaygroundPage.ExpectStateAsync(answer, "completed");
        Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(answer));
    }

    [Fact]
    public async Task Two_tabs_and_a_second_device_show_the_same_stream()
    {
        var dictation = new Dictation(400, 15);
        var first = await VisitAsync();
        await first.AskToEndAsync("Begin");
        await first.ExpectSessionAddressAsync();
        var second = await first.NewTabAsync();
        var phone = await VisitAsync(Screen.Phone, new Uri(first.Page.Url).AbsolutePath);

        PlaygroundPage[] viewers = [first, second, phone];
        foreach (var viewer in viewers)
        {
            await Expect(viewer.ModelTurns).ToHaveCountAsync(1);
        }

        await first.AskAsync(dictation.Prompt);
        await Task.WhenAll(viewers.Select(viewer => Expect(viewer.ModelTurns.Last).ToHaveAttributeAsync("data-state", "streaming")));

        foreach (var viewer in viewers)
        {
            await PlaygroundPage.ExpectStateAsync(viewer.ModelTurns.Last, "completed");
            Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(viewer.ModelTurns.Last));
        }
    }

    [Fact]
    public async Task Stop_keeps_the_text_and_hangs_up_on_Google_within_a_second()
    {
        var playground = await VisitAsync();
        var answer = await playground.AskAsync(new Dictation(400, 20).Prompt);
        var begun = (await PlaygroundPage.WordsOfAsync(answer)).Split(' ').Length;
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync($"w{begun + 30:0000}"); // 600 ms on: no half of a double click
        var seen = await PlaygroundPage.WordsOfAsync(answer);
        var request = Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent");

        await playground.StopButton.ClickAsync(new() { Trial = true }); // it can be pressed
        await playground.StopButton.EvaluateAsync("stop => stop.click()");
        await request.Ended.WaitAsync(TimeSpan.FromSeconds(1), Cancellation);

        Assert.True(request.ClientDisconnected);
        await PlaygroundPage.ExpectStateAsync(answer, "cancelled");
        await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync("You stopped this answer.");
        Assert.StartsWith(seen, await playground.FullTextOfAsync(answer), StringComparison.Ordinal);
        await Expect(answer.GetByTestId("turn-footer")).ToContainTextAsync("about");
        var entry = Assert.Single(await Studio.LedgerAsync());
        Assert.Equal(Data.LedgerSource.Estimated, entry.Source);
        Assert.True(entry.OutputTokens > 0);
    }
}
