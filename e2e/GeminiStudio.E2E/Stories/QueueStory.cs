using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Somebody thinks faster than the model writes.</summary>
public sealed class QueueStory(BrowserFixture browser) : Story(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Messages_sent_while_an_answer_streams_outlive_a_reload_and_go_out_in_their_order()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await playground.AskAsync(new Dictation(320, 25).Prompt);
        await QueueAsync(playground, "Second\n!!say two", 1);
        await QueueAsync(playground, "Third\n!!say three", 2);
        await QueueAsync(playground, "Not this one", 3);
        await page.GetByTestId("queued").Nth(2).GetByTestId("queued-delete").ClickAsync();
        await Expect(page.GetByTestId("queued")).ToHaveCountAsync(2);

        await playground.ReloadAsync();
        await Expect(page.GetByTestId("queued")).ToHaveCountAsync(2);
        await Expect(playground.ModelTurns.Nth(2)).ToHaveAttributeAsync("data-state", "completed", new() { Timeout = 30_000 });

        await Expect(page.GetByTestId("queue")).ToHaveCountAsync(0);
        Assert.Equal(["two", "three"], [await PlaygroundPage.TextOf(playground.ModelTurns.Nth(1)).TextContentAsync(), await PlaygroundPage.TextOf(playground.ModelTurns.Nth(2)).TextContentAsync()]);
        Assert.False(await Studio.ReadAsync(db => db.Turns.AnyAsync(t => t.Parts.Contains("Not this one"))));
    }

    [Fact]
    public async Task A_waiting_message_is_edited_in_the_box_and_sent_at_once_when_it_cannot_wait()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        var answer = await playground.AskAsync(new Dictation(400, 25).Prompt);
        await QueueAsync(playground, "Second", 1);
        await page.GetByTestId("queued-edit").ClickAsync();
        await Expect(playground.Composer).ToHaveValueAsync("Second");
        await Expect(page.GetByTestId("queued")).ToHaveCountAsync(0);

        await QueueAsync(playground, "Second, better\n!!say now", 1);
        await page.GetByTestId("queued-now").ClickAsync();

        await PlaygroundPage.ExpectStateAsync(answer, "cancelled");
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.Nth(1))).ToHaveTextAsync("now");
        Assert.Equal(2, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    private static async Task QueueAsync(PlaygroundPage playground, string text, int waiting)
    {
        await playground.Composer.FillAsync(text);
        await playground.Composer.PressAsync("Control+Enter");
        await Expect(playground.Page.GetByTestId("queued")).ToHaveCountAsync(waiting);
        await Expect(playground.Composer).ToHaveValueAsync("");
    }
}
