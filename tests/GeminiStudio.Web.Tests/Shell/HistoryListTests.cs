using GeminiStudio.Sessions;
using GeminiStudio.Web.Shell;

namespace GeminiStudio.Web.Tests.Shell;

public sealed class HistoryListTests : Screen
{
    [Fact]
    public void Chats_are_grouped_by_day()
    {
        var list = List([Chat("a", Now), Chat("b", Now.AddDays(-1)), Chat("c", Now.AddDays(-4)), Chat("d", Now.AddYears(-1))]);

        Assert.Equal(["Today", "Yesterday", "Friday 20 November", "24 November 2025"], list.FindAll("h2").Select(h => h.TextContent));
    }

    [Fact]
    public void A_running_chat_has_a_ring_and_a_failed_one_a_dot()
    {
        var list = List([Chat("a", Now) with { IsRunning = true }, Chat("b", Now) with { LastFailed = true }]);

        Assert.Equal("Running", list.Find(".pulse").GetAttribute("aria-label"));
        Assert.Equal("Last run failed", list.Find(".dot.err").GetAttribute("aria-label"));
    }

    [Fact]
    public void Without_chats_it_says_where_they_will_be() =>
        Assert.Contains("No chats yet. Each run is saved here, on this server.", List([]).Markup);

    [Fact]
    public void A_search_without_a_match_can_be_cleared()
    {
        var asked = "x";
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, []).Add(c => c.Search, "hs code").Add(c => c.OnSearch, s => asked = s));
        Assert.Contains("Nothing matches 'hs code'.", list.Markup);

        list.Find(".none .lnk").Click();

        Assert.Equal("", asked);
    }

    [Fact]
    public void Older_chats_are_listed_on_request()
    {
        var asked = 0;
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [Chat("a", Now)]).Add(c => c.HasOlder, true).Add(c => c.OnOlder, () => asked++));

        list.Find(".older").Click();
        list.Render(p => p.Add(c => c.HasOlder, false));

        Assert.Equal(1, asked);
        Assert.Empty(list.FindAll(".older"));
    }

    [Fact]
    public void While_chats_are_loaded_their_places_are_shown() => Assert.Equal(8, List(null).FindAll(".skel").Count);

    [Fact]
    public void A_deletion_can_be_taken_back_for_ten_seconds()
    {
        var (chat, deleted, restored) = (Chat("Dock photo", Now), Guid.Empty, Guid.Empty);
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [chat]).Add(c => c.OnDelete, id => deleted = id).Add(c => c.OnRestore, id => restored = id));

        list.Find("[aria-label='Delete Dock photo']").Click();
        Assert.Equal(chat.Id, deleted);
        list.Find(".undo .lnk").Click();

        Assert.Equal(chat.Id, restored);
        Assert.Empty(list.FindAll(".undo"));
    }

    [Fact]
    public void The_offer_to_take_it_back_goes_away()
    {
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [Chat("a", Now)]));
        list.Find("[aria-label='Delete a']").Click();

        Time.Advance(TimeSpan.FromSeconds(10));

        list.WaitForAssertion(() => Assert.Empty(list.FindAll(".undo")));
    }

    [Fact]
    public void A_chat_is_renamed_in_place()
    {
        (Guid Id, string Title) renamed = default;
        var chat = Chat("a", Now);
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [chat]).Add(c => c.OnRename, r => renamed = r));

        list.Find("[aria-label='Rename a']").Click();
        list.Find(".edit").Change("  Better ");

        Assert.Equal((chat.Id, "Better"), renamed);
    }

    private static SessionSummary Chat(string title, DateTime at) => new() { Id = Guid.CreateVersion7(), Title = title, UpdatedAt = at };

    private IRenderedComponent<HistoryList> List(IReadOnlyList<SessionSummary>? chats) => Render<HistoryList>(p => p.Add(c => c.Sessions, chats));
}
