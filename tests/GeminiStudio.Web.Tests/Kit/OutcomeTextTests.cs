using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class OutcomeTextTests : Screen
{
    public static TheoryData<TurnState> Outcomes => new(Enum.GetValues<TurnState>().Where(s => s > TurnState.Completed));

    public static TheoryData<GeminiErrorKind> Kinds => new(Enum.GetValues<GeminiErrorKind>());

    [Theory, MemberData(nameof(Outcomes))]
    public void Every_outcome_has_a_name_a_reason_and_an_action(TurnState state)
    {
        foreach (var text in new[] { "", "Half" })
        {
            var outcome = OutcomeText.For(Model(state, text));

            Assert.NotNull(outcome);
            Assert.NotEmpty(outcome.Title);
            Assert.NotEmpty(outcome.Reason);
            Assert.NotEmpty(outcome.Actions);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_error_has_its_own_words_and_an_action(GeminiErrorKind kind)
    {
        var turn = Model(TurnState.Failed) with { Error = new TurnError { Kind = kind, Message = "Some words" } };

        var outcome = OutcomeText.For(turn)!;

        Assert.NotEmpty(outcome.Actions);
        Assert.NotEmpty(outcome.Reason.Trim());
        Assert.DoesNotContain(Enum.GetValues<GeminiErrorKind>().Where(k => k != kind),
            k => OutcomeText.For(turn with { Error = turn.Error with { Kind = k } })!.Title == outcome.Title);
    }

    [Theory]
    [InlineData(TurnState.Completed)]
    [InlineData(TurnState.Streaming)]
    [InlineData(TurnState.Pending)]
    public void What_ended_well_or_goes_on_has_no_outcome(TurnState state) => Assert.Null(OutcomeText.For(Model(state, "Text")));

    [Fact]
    public void A_reason_that_nobody_knows_yet_is_named()
    {
        var outcome = OutcomeText.For(Model(TurnState.Empty) with { FinishReason = "MOON_PHASE" })!;

        Assert.Equal("The model stopped for moon phase.", outcome.Title);
        Assert.Contains("MOON_PHASE", outcome.Reason);
        Assert.Equal("Moon phase", OutcomeText.Finish("MOON_PHASE"));
    }

    [Fact]
    public void Cut_text_can_be_continued_and_a_cut_thought_needs_a_higher_limit()
    {
        var settings = new RunSettings { Model = "m", MaxOutputTokens = 8192 };
        var cut = OutcomeText.For(Model(TurnState.Truncated, "Half") with { Settings = settings })!;
        var thought = OutcomeText.For(Model(TurnState.Truncated) with { Settings = settings, Usage = new GeminiUsage { ThoughtsTokens = 8192 } })!;

        Assert.Equal("Stopped at 8,192 tokens.", cut.Title);
        Assert.Equal(OutcomeAction.Continue, cut.Actions[0]);
        Assert.Contains("thinking, 8,192 tokens", thought.Reason);
        Assert.Equal(OutcomeAction.RaiseLimit, thought.Actions[0]);
    }

    [Theory]
    [InlineData("SAFETY")]
    [InlineData("BLOCKLIST")]
    [InlineData("PROHIBITED_CONTENT")]
    [InlineData("SOMETHING_NEW")]
    public void A_blocked_prompt_names_googles_reason(string reason) =>
        Assert.Contains(reason, OutcomeText.For(Model(TurnState.Blocked) with { BlockReason = reason })!.Reason);

    [Fact]
    public void A_rejected_key_shows_its_last_four_and_the_way_out()
    {
        var turn = Model(TurnState.Failed) with { Error = new TurnError { Kind = GeminiErrorKind.KeyRejected, Message = "x", HttpStatus = 403, KeyFingerprint = "e8d4", LogId = "b7" } };

        var card = Render<OutcomeCard>(p => p.Add(c => c.Turn, turn));

        Assert.Equal("Google rejected the key ····e8d4", card.Find("h2").TextContent);
        Assert.Equal("Open keys", card.Find(".btn.pri").TextContent);
        Assert.Equal(3, card.FindAll("li").Count);
        Assert.Contains("403", card.Markup);
        Assert.Contains("b7", card.Markup);
    }

    [Fact]
    public void A_quota_is_told_in_words() =>
        Assert.Equal("Requests per minute, 15, free tier", QuotaWords.For(new QuotaViolation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", null, 15, null)));
}
