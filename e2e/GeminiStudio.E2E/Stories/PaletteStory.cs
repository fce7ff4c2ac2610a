using GeminiStudio.E2E.Rig;
using GeminiStudio.Runs;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Everything is a few letters away, for somebody who never takes the mouse.</summary>
public sealed class PaletteStory(BrowserFixture browser) : Story(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Chats_pages_models_and_actions_are_opened_by_keys_alone()
    {
        var playground = await VisitAsync();
        var (page, keys) = (playground.Page, playground.Page.Keyboard);
        await playground.Composer.FocusAsync();
        await keys.TypeAsync("Parcels of last week");
        await Expect(playground.RunButton).ToBeEnabledAsync(); // keys that come before the page's script are nobody's
        await keys.PressAsync("Control+Enter");
        await Expect(playground.ModelTurns.First).ToHaveAttributeAsync("data-state", "completed");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sessions/"));

        await CommandAsync("lite 2.5");
        await Expect(page.GetByTestId("model-picker")).ToHaveAttributeAsync("data-model-id", "gemini-2.5-flash-lite");
        await CommandAsync("usage");
        await Expect(page).ToHaveURLAsync(new Uri(Studio.Address, "usage").ToString());
        await CommandAsync("parcels");
        await Expect(playground.Turns).ToHaveCountAsync(2);
        await CommandAsync("pin this");
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Pinned" })).ToBeVisibleAsync();

        await keys.PressAsync("Control+k");
        await Expect(page.GetByTestId("palette-input")).ToBeFocusedAsync();
        await keys.TypeAsync("zzzz");
        await Expect(page.GetByText("Nothing matches 'zzzz'.")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(page.GetByTestId("palette")).ToBeHiddenAsync();
        await Expect(playground.Turns).ToHaveCountAsync(2);

        await playground.Composer.FocusAsync();
        await keys.PressAsync("ArrowUp");
        await Expect(playground.UserTurns.First.Locator("[data-part]")).ToHaveValueAsync("Parcels of last week");
        await Expect(playground.UserTurns.First.Locator("[data-part]")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(playground.UserTurns.First).ToBeFocusedAsync();

        async Task CommandAsync(string letters)
        {
            await keys.PressAsync("Control+k");
            await Expect(page.GetByTestId("palette-input")).ToBeFocusedAsync();
            await keys.TypeAsync(letters);
            await keys.PressAsync("Enter");
            await Expect(page.GetByTestId("palette")).ToBeHiddenAsync();
        }
    }

    [Fact]
    public async Task A_temporary_chat_is_flagged_in_no_list_and_leaves_only_what_it_used()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await page.GetByTestId("temporary-toggle").ClickAsync();
        await Expect(page.GetByTestId("temporary-note")).ToContainTextAsync("What it uses is still counted.");

        await playground.AskToEndAsync("Secret\n!!say told");
        await Expect(page.GetByTestId("temporary-chip")).ToBeVisibleAsync();
        await playground.ReloadAsync();
        await Expect(playground.Turns).ToHaveCountAsync(2);
        await Expect(playground.History).ToHaveCountAsync(0);

        var session = await Studio.ReadAsync(db => db.Sessions.SingleAsync(s => s.IsTemporary));
        var temporary = (TemporaryChats)Studio.Services.GetService(typeof(TemporaryChats))!;
        await temporary.PurgeAsync(session.OwnerId, session.Id, Cancellation); // as half a minute after the page has closed

        await Expect(page.GetByText("This chat is not here")).ToBeVisibleAsync();
        Assert.False(await Studio.ReadAsync(async db => await db.Sessions.AnyAsync() || await db.Turns.AnyAsync() || await db.Drafts.AnyAsync()));
        Assert.NotEmpty(await Studio.LedgerAsync());
    }
}
