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

    [Theory]
    [InlineData(TurnState.Blocked, "SAFETY", "its safety filters")]
    [InlineData(TurnState.Blocked, "RECITATION", "something published")]
    [InlineData(TurnState.Blocked, "LANGUAGE", "a language")]
    [InlineData(TurnState.Blocked, "OTHER", "OTHER")]
    [InlineData(TurnState.Blocked, "BLOCKLIST", "block list")]
    [InlineData(TurnState.Blocked, "PROHIBITED_CONTENT", "does not allow")]
    [InlineData(TurnState.Blocked, "SPII", "personal data")]
    [InlineData(TurnState.Blocked, "IMAGE_SAFETY", "an image")]
    [InlineData(TurnState.Blocked, "IMAGE_PROHIBITED_CONTENT", "an image")]
    [InlineData(TurnState.Blocked, "IMAGE_RECITATION", "an image")]
    [InlineData(TurnState.Blocked, "IMAGE_OTHER", "an image")]
    [InlineData(TurnState.Blocked, "NO_IMAGE", "an image")]
    [InlineData(TurnState.Failed, "MALFORMED_FUNCTION_CALL", "cannot be read")]
    [InlineData(TurnState.Failed, "UNEXPECTED_TOOL_CALL", "not switched on")]
    [InlineData(TurnState.Failed, "TOO_MANY_TOOL_CALLS", "too many times")]
    [InlineData(TurnState.Failed, "MISSING_THOUGHT_SIGNATURE", "missing thought signature")]
    [InlineData(TurnState.Failed, "MALFORMED_RESPONSE", "malformed response")]
    [InlineData(TurnState.Interrupted, "FINISH_REASON_UNSPECIFIED", "FINISH_REASON_UNSPECIFIED")]
    [InlineData(TurnState.Interrupted, "ESCALATION", "ESCALATION")]
    public void Every_reason_to_stop_is_told_in_words_with_and_without_text(TurnState state, string reason, string words)
    {
        var half = OutcomeText.For(Model(state, "Half") with { FinishReason = reason })!;
        var none = OutcomeText.For(Model(state) with { FinishReason = reason })!;

        Assert.Contains(words, half.Title);
        Assert.DoesNotContain("no text", half.Title + half.Reason);
        Assert.Contains(OutcomeAction.Retry, half.Actions);
        Assert.Contains(words, none.Title);
        Assert.DoesNotContain("kept above", none.Reason);
    }

    [Fact]
    public void A_stall_says_how_long_nothing_came()
    {
        var error = new TurnError { Kind = GeminiErrorKind.TimedOut, Message = "Nothing came for 60 s in the middle of the answer (gap limit)." };

        Assert.Contains("Nothing came for 60 s", OutcomeText.For(Model(TurnState.Interrupted, "Half") with { Error = error })!.Reason);
        var none = OutcomeText.For(Model(TurnState.Interrupted) with { Error = error })!;
        Assert.Contains("Nothing came for 60 s", none.Reason);
        Assert.Contains("may have been charged", none.Reason);
    }

    [Fact]
    public void A_key_that_was_refused_before_is_not_said_to_have_been_sent()
    {
        var error = new TurnError { Kind = GeminiErrorKind.KeyRejected, Message = "API key expired.", KeyFingerprint = "e8d4" };

        var outcome = OutcomeText.For(Model(TurnState.Failed) with { Error = error })!;

        Assert.Equal("The key ····e8d4 was refused before, so it was not sent.", outcome.Title);
        Assert.Contains("API key expired", outcome.Reason);
        Assert.Equal(OutcomeAction.OpenKeys, outcome.Actions[0]);
    }

    [Fact]
    public void A_quota_is_told_in_words() =>
        Assert.Equal("Requests per minute, 15, free tier", QuotaWords.For(new QuotaViolation("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", null, 15, null)));
}
