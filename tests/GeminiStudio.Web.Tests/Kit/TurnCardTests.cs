using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class TurnCardTests : Screen
{
    [Fact]
    public void An_answer_shows_how_it_ended_what_it_used_and_what_it_cost()
    {
        var turn = Model(TurnState.Completed, "Yes.") with
        {
            FinishReason = "STOP",
            TotalMs = 8400,
            FirstTokenMs = 900,
            CostMicroUsd = 4700,
            Usage = new GeminiUsage { PromptTokens = 2318, CandidatesTokens = 412, ThoughtsTokens = 1184, CachedTokens = 12 },
        };

        var footer = Render<TurnCard>(p => p.Add(c => c.Turn, turn)).Find("[data-testid=turn-footer]").TextContent;

        foreach (var words in new[] { "Stop", "2,318", "412", "1,184", "12", "8.4 s", "first token 0.9 s", "$0.0047", "gemini-3.8-flash" })
        {
            Assert.Contains(words, footer);
        }
    }

    [Theory]
    [InlineData(6100, 1184, "6.1 s, 1,184 tokens", "Thought for 6.1 s")]
    [InlineData(64_000, null, "1 min 4 s", "Thought for 1 min 4 s")]
    [InlineData(null, 1184, "1,184 tokens", null)]
    public void An_answer_says_how_long_it_was_thought_about(int? ms, int? tokens, string shown, string? title)
    {
        var turn = Model(TurnState.Completed, "Yes.") with
        {
            Thoughts = "**Weighing**",
            ThoughtsMs = ms,
            Usage = tokens is { } count ? new GeminiUsage { ThoughtsTokens = count } : null,
        };

        var facts = Render<TurnCard>(p => p.Add(c => c.Turn, turn)).Find("[data-testid=turn-thought-for]");

        Assert.Equal((shown, title), (facts.TextContent, facts.GetAttribute("title")));
    }

    [Fact]
    public void A_turn_that_stayed_the_same_is_not_drawn_again()
    {
        var turn = Model(TurnState.Completed, "Yes.") with { Siblings = [Guid.NewGuid()] };
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn));

        card.Render(p => p.Add(c => c.Turn, turn with { Siblings = [.. turn.Siblings] })); // as it is read again
        Assert.Equal(1, card.RenderCount);
        card.Render(p => p.Add(c => c.Turn, turn with { Siblings = [.. turn.Siblings, Guid.NewGuid()] }));

        Assert.Equal(2, card.RenderCount);
        Assert.Contains("of 2", card.Find("[data-testid=turn-pager]").TextContent);
    }

    [Fact]
    public void A_question_is_shown_as_typed()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, User("<b>**x**</b>\n  two")));

        Assert.Equal("<b>**x**</b>\n  two", card.Find("[data-testid=turn-text]").TextContent);
        Assert.Equal("user", card.Find("[data-testid=turn]").GetAttribute("data-role"));
        Assert.Equal("completed", card.Find("[data-testid=turn]").GetAttribute("data-state"));
    }

    [Fact]
    public void No_bubble_is_empty()
    {
        foreach (var state in Enum.GetValues<TurnState>().Where(s => s > TurnState.Completed))
        {
            Assert.NotEmpty(Render<TurnCard>(p => p.Add(c => c.Turn, Model(state))).FindAll("[data-testid=outcome]"));
        }
    }

    [Fact]
    public void A_message_that_became_a_branch_is_paged_to_like_an_answer()
    {
        var turn = User("From the other tab");
        var (first, asked) = (Guid.CreateVersion7(), Guid.Empty);
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn with { Siblings = [first, turn.Id] }).Add(c => c.OnSibling, id => asked = id));

        card.Find("[aria-label='Previous message']").Click();

        Assert.Equal(first, asked);
    }

    [Fact]
    public void The_pager_goes_to_the_neighbour_and_stops_at_the_ends()
    {
        var turn = Model(TurnState.Completed, "b");
        var (first, asked) = (Guid.CreateVersion7(), Guid.Empty);
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn with { Siblings = [first, turn.Id] }).Add(c => c.OnSibling, id => asked = id));
        var buttons = card.FindAll("[data-testid=turn-pager] button");

        buttons[0].Click();

        Assert.Equal(first, asked);
        Assert.True(buttons[1].HasAttribute("disabled"));
        Assert.Contains("2 of 2", card.Find("[data-testid=turn-pager]").TextContent);
    }

    [Fact]
    public void Thoughts_show_their_newest_headline_and_open_on_a_click()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Model(TurnState.Completed, "a") with { Thoughts = "**First**\n\nx\n\n**Checking the window**\n\ny" }));

        Assert.Equal("Checking the window", card.Find(".sum").TextContent);
        card.Find(".think").Click();

        Assert.Equal("true", card.Find(".think").GetAttribute("aria-expanded"));
        Assert.Contains("<strong>First</strong>", card.Find(".box").InnerHtml);
    }

    [Fact]
    public void Nothing_can_be_started_or_deleted_while_a_run_is_under_way()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Model(TurnState.Completed, "a")).Add(c => c.IsBusy, true));

        Assert.True(card.Find("[data-testid=turn-rerun]").HasAttribute("disabled"));
        Assert.True(card.Find("[data-testid=turn-delete]").HasAttribute("disabled"));
        Assert.Contains("/text", card.Find("[data-testid=turn-copy]").GetAttribute("data-copy-url"));
    }

    [Fact]
    public void A_turn_is_edited_in_its_place_with_a_box_for_each_text()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Model(TurnState.Completed, "one two") with { TextParts = 2, OtherParts = ["{\"somethingNew\":1}"] }));

        card.Find("[data-testid=turn-edit]").Click();

        Assert.Equal(2, card.FindAll("textarea").Count);
        Assert.All(card.FindAll("textarea"), box => Assert.Equal("", box.TextContent)); // the words come by HTTP, never over the circuit
        Assert.Contains("with their signatures", card.Markup);
        Assert.Empty(card.FindAll("[data-save=run]"));
        Assert.Empty(card.FindAll("[data-testid=turn-text]"));
    }

    [Fact]
    public void A_message_can_be_saved_or_saved_and_run_but_not_while_an_answer_is_under_way()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, User("one") with { TextParts = 1 }));
        card.Find("[data-testid=turn-edit]").Click();
        Assert.False(card.Find("[data-save=run]").HasAttribute("disabled"));

        card.Render(p => p.Add(c => c.IsBusy, true));

        Assert.True(card.Find("[data-save=run]").HasAttribute("disabled"));
        Assert.True(card.Find("[data-save=keep]").HasAttribute("disabled"));
    }

    [Fact]
    public void An_answer_that_a_person_changed_says_so_and_offers_no_request_that_was_never_sent()
    {
        var turn = Model(TurnState.Completed, "a") with { IsEdited = true };
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn).Add(c => c.OnRaw, () => { }));

        Assert.Equal("edited by you", card.Find("[data-testid=turn-edited]").TextContent);
        Assert.Empty(card.FindAll("[data-testid=turn-raw]"));
        Assert.Equal("written by you", Render<TurnFooter>(p => p.Add(f => f.Turn, turn with { Settings = null })).Find("[data-testid=turn-edited]").TextContent);
    }

    [Fact]
    public void A_running_turn_says_what_it_does_and_how_fast()
    {
        var run = new RunSnapshot
        {
            TurnId = Guid.CreateVersion7(), State = TurnState.Streaming, Text = "Dank u", Thoughts = "", StartedAt = Now.AddSeconds(-3), FirstTokenMs = 1000,
            Usage = new GeminiUsage { PromptTokens = 30, CandidatesTokens = 80 },
        };

        var footer = Render<LiveFoot>(p => p.Add(c => c.Run, run).Add(c => c.ModelName, "3.7 Flash")).Find("[data-testid=turn-footer]").TextContent;

        Assert.Contains("Writing", footer);
        Assert.Contains("40 tokens/s", footer);
    }

    [Fact]
    public void A_wait_in_line_shows_the_place()
    {
        var wait = new RunWait(Now.AddSeconds(9), TimeSpan.FromSeconds(9), 1, 1, GeminiErrorKind.RateLimited, "", null, []) { Position = 3, Waiting = 12 };

        var card = Render<WaitCard>(p => p.Add(c => c.Wait, wait).Add(c => c.ModelName, "3.7 Flash"));

        Assert.Equal("Waiting in line, about 9 s", card.Find("h2").TextContent);
        Assert.Equal("3 of 12", card.Find("[data-testid=wait-place]").TextContent);
        Assert.DoesNotContain("Attempt", card.Markup);
    }

    [Fact]
    public void A_wait_that_Google_asks_for_is_counted_down_beside_the_button()
    {
        var turn = Model(TurnState.Failed) with { Error = new TurnError { Kind = GeminiErrorKind.RateLimited, Message = "x", HttpStatus = 429, RetryAt = Now.AddSeconds(120) } };
        var card = Render<OutcomeCard>(p => p.Add(c => c.Turn, turn));
        Assert.Equal("Google asks to wait 2 min 0 s more.", card.Find("[data-testid=retry-clock]").TextContent);
        Assert.Equal("Run again", card.Find(".btn.pri").TextContent);

        Time.Advance(TimeSpan.FromSeconds(119));
        card.WaitForAssertion(() => Assert.Equal("Google asks to wait 1 s more.", card.Find("[data-testid=retry-clock]").TextContent));
        Time.Advance(TimeSpan.FromSeconds(1));
        card.WaitForAssertion(() => Assert.Contains("can run again now", card.Find("[data-testid=retry-clock]").TextContent));
    }

    [Fact]
    public void A_price_that_is_not_known_is_said_and_not_left_out()
    {
        var turn = Model(TurnState.Completed, "a") with { Usage = new GeminiUsage { PromptTokens = 10, CandidatesTokens = 5, TotalTokens = 15 } };

        Assert.Contains("cost unknown", Render<TurnFooter>(p => p.Add(f => f.Turn, turn)).Markup);
        Assert.DoesNotContain("cost unknown", Render<TurnFooter>(p => p.Add(f => f.Turn, turn with { CostMicroUsd = 0 })).Markup);
        Assert.DoesNotContain("cost unknown", Render<TurnFooter>(p => p.Add(f => f.Turn, turn with { Usage = null })).Markup);
    }

    [Fact]
    public void A_wait_counts_down()
    {
        var wait = new RunWait(Now.AddSeconds(23), TimeSpan.FromSeconds(38), 2, 3, GeminiErrorKind.RateLimited, "", 429, []);
        var card = Render<WaitCard>(p => p.Add(c => c.Wait, wait).Add(c => c.ModelName, "3.7 Flash"));
        Assert.Equal("Waiting for quota, retrying in 23 s", card.Find("h2").TextContent);

        Time.Advance(TimeSpan.FromSeconds(3));

        card.WaitForAssertion(() => Assert.Equal("Waiting for quota, retrying in 20 s", card.Find("h2").TextContent));
        Assert.Contains("2 of 3", card.Markup);
    }
}
