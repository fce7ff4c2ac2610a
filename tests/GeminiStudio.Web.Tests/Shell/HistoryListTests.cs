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
    public void A_row_that_stayed_the_same_is_not_drawn_again()
    {
        var (same, other) = (Chat("a", Now), Chat("b", Now));
        var list = List([same, other]);

        list.Render(p => p.Add(c => c.Sessions, [same with { }, other with { IsRunning = true }])); // as they are read again

        Assert.Equal([1, 2], list.FindComponents<HistoryItem>().Select(row => row.RenderCount));
        Assert.Single(list.FindAll(".pulse"));
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

        Pick(list, "delete");
        Assert.Equal(chat.Id, deleted);
        list.Find(".undo .lnk").Click();

        Assert.Equal(chat.Id, restored);
        Assert.Empty(list.FindAll(".undo"));
    }

    [Fact]
    public void The_offer_to_take_it_back_goes_away()
    {
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [Chat("a", Now)]));
        Pick(list, "delete");

        Time.Advance(TimeSpan.FromSeconds(10));

        list.WaitForAssertion(() => Assert.Empty(list.FindAll(".undo")));
    }

    [Fact]
    public void A_chat_is_renamed_in_place()
    {
        (Guid Id, string Title) renamed = default;
        var chat = Chat("a", Now);
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [chat]).Add(c => c.OnRename, r => renamed = r));

        Pick(list, "rename");
        list.Find(".edit").Change("  Better ");

        Assert.Equal((chat.Id, "Better"), renamed);
    }

    [Fact]
    public void Pinned_chats_stand_first_under_their_own_heading()
    {
        (Guid Id, bool IsPinned) asked = default;
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [Chat("a", Now.AddDays(-9)) with { IsPinned = true }, Chat("b", Now)]).Add(c => c.OnPin, a => asked = a));

        Assert.Equal(["Pinned", "Today"], list.FindAll("h2").Select(h => h.TextContent));
        Pick(list, "pin");

        Assert.False(asked.IsPinned);
        Assert.NotEqual(Guid.Empty, asked.Id);
    }

    [Fact]
    public void A_chat_that_was_archived_can_be_had_back_pinned_as_it_was()
    {
        var done = new List<string>();
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, [Chat("a", Now) with { IsPinned = true }])
            .Add(c => c.OnArchive, a => done.Add($"archived {a.IsArchived}")).Add(c => c.OnPin, a => done.Add($"pinned {a.IsPinned}")));

        Pick(list, "archive");
        list.Find(".undo .lnk").Click();

        Assert.Equal(["archived True", "archived False", "pinned True"], done);
    }

    [Fact]
    public void The_archive_is_a_view_of_its_own()
    {
        bool? asked = null;
        var list = Render<HistoryList>(p => p.Add(c => c.Sessions, []).Add(c => c.IsArchive, true).Add(c => c.OnShowArchive, a => asked = a));
        Assert.Contains("Nothing is archived.", list.Markup);

        list.Find("[data-testid=history-archived]").Click();

        Assert.False(asked);
    }

    private static void Pick(IRenderedComponent<HistoryList> list, string action)
    {
        list.Find("[data-testid=history-menu]").Click();
        list.Find($"[data-testid=history-{action}]").Click();
    }

    private static SessionSummary Chat(string title, DateTime at) => new() { Id = Guid.CreateVersion7(), Title = title, UpdatedAt = at };

    private IRenderedComponent<HistoryList> List(IReadOnlyList<SessionSummary>? chats) => Render<HistoryList>(p => p.Add(c => c.Sessions, chats));
}
