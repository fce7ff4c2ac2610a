using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Kit.Markdown;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class LiveTurnTests : Screen
{
    private const string Answer = "# Title\n\nOne paragraph.\n\n- a\n- b\n\n```cs\nvar x = 1;\n```\n\nEnd **here**.";

    [Fact]
    public void A_turn_follows_its_run_and_says_so()
    {
        using var run = Started();
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Turn(run)).Add(c => c.Run, run).Add(c => c.ModelName, "3.7 Flash"));
        Assert.Equal("true", card.Find("[data-testid=turn]").GetAttribute("aria-busy"));

        Say(run, "Dank u");

        card.WaitForAssertion(() => Assert.Equal("Dank u", card.Find("[data-testid=turn-text]").TextContent.Trim()));
        Assert.Equal("streaming", card.Find("[data-testid=turn]").GetAttribute("data-state"));
        Assert.Contains("Writing", card.Find("[data-testid=turn-footer]").TextContent);
        Assert.NotEmpty(card.FindAll(".prose.live"));
        Assert.Empty(card.FindAll("[data-testid=turn-rerun]"));
    }

    [Fact]
    public void An_answer_that_settles_keeps_all_that_is_shown_of_it()
    {
        using var run = Started();
        var turn = Turn(run);
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn).Add(c => c.Run, run));
        Say(run, Answer);
        card.WaitForAssertion(() => Assert.Contains("here", card.Markup));
        var view = card.FindComponent<MarkdownView>();
        Time.Advance(Throttle.Interval);
        run.Over(TurnState.Completed);
        card.WaitForAssertion(() => Assert.Empty(card.FindAll(".prose.live")));
        var (instance, html) = (view.Instance, card.Find("[data-testid=turn-text]").InnerHtml);

        card.Render(p => p.Add(c => c.Turn, turn with { State = TurnState.Completed, Text = Answer, FinishReason = "STOP" }).Add(c => c.Run, null));

        Assert.Same(instance, card.FindComponent<MarkdownView>().Instance);
        Assert.Equal(html, card.Find("[data-testid=turn-text]").InnerHtml);
        Assert.Equal("completed", card.Find("[data-testid=turn]").GetAttribute("data-state"));
        Assert.False(card.Find("[data-testid=turn]").HasAttribute("aria-busy"));
        Assert.Contains("Stop", card.Find("[data-testid=turn-footer]").TextContent);
        Assert.NotEmpty(card.FindAll("[data-testid=turn-rerun]"));
    }

    [Fact]
    public void An_answer_that_ends_otherwise_than_it_was_shown_is_shown_as_it_is_kept()
    {
        using var run = Started();
        var turn = Turn(run);
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn).Add(c => c.Run, run));
        Say(run, Answer);
        card.WaitForAssertion(() => Assert.Contains("here", card.Markup));

        card.Render(p => p.Add(c => c.Turn, turn with { State = TurnState.Completed, Text = "Another." }).Add(c => c.Run, null));

        card.WaitForAssertion(() => Assert.Equal("<p>Another.</p>", card.Find(".prose").InnerHtml));
    }

    [Fact]
    public void A_card_that_is_gone_follows_nothing()
    {
        using var run = Started();
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Turn(run)).Add(c => c.Run, run));
        var drawn = card.RenderCount;

        card.Instance.Dispose();
        Say(run, "late");
        Time.Advance(Throttle.Interval);

        Assert.Equal(drawn, card.RenderCount);
    }

    private Run Started() => new(
        new RunPlan
        {
            TurnId = Guid.CreateVersion7(), SessionId = Guid.CreateVersion7(), OwnerId = Guid.CreateVersion7(), Model = Flash,
            Settings = new RunSettings { Model = Flash.Id }, Body = ReadOnlyMemory<byte>.Empty, IsReserved = true,
        },
        Time);

    private static TurnView Turn(Run run) => Model(TurnState.Pending) with { Id = run.TurnId };

    private static void Say(Run run, string text)
    {
        var part = new GeminiPart(Encoding.UTF8.GetBytes("{}"), text, IsThought: false, HasSignature: false);
        run.Append(new GeminiChunk { Json = part.Json, Parts = [part], HasCandidate = true });
        run.Committed([part]);
    }
}
