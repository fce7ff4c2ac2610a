using GeminiStudio.Data;
using GeminiStudio.Runs;

namespace GeminiStudio.Tests.Runs;

public sealed class OutcomeRuleTests
{
    [Theory]
    [InlineData("STOP", true, TurnState.Completed)]
    [InlineData("STOP", false, TurnState.Empty)]
    [InlineData("MAX_TOKENS", true, TurnState.Truncated)]
    [InlineData("MAX_TOKENS", false, TurnState.Empty)]
    [InlineData("CONTINUATION", true, TurnState.Truncated)]
    [InlineData("SAFETY", true, TurnState.Blocked)]
    [InlineData("SAFETY", false, TurnState.Blocked)]
    [InlineData("RECITATION", false, TurnState.Blocked)]
    [InlineData("BLOCKLIST", false, TurnState.Blocked)]
    [InlineData("PROHIBITED_CONTENT", false, TurnState.Blocked)]
    [InlineData("SPII", false, TurnState.Blocked)]
    [InlineData("LANGUAGE", false, TurnState.Blocked)]
    [InlineData("OTHER", false, TurnState.Blocked)]
    [InlineData("IMAGE_SAFETY", false, TurnState.Blocked)]
    [InlineData("NO_IMAGE", false, TurnState.Blocked)]
    [InlineData("MALFORMED_FUNCTION_CALL", false, TurnState.Failed)]
    [InlineData("UNEXPECTED_TOOL_CALL", false, TurnState.Failed)]
    [InlineData("TOO_MANY_TOOL_CALLS", true, TurnState.Failed)]
    [InlineData("ESCALATION", true, TurnState.Interrupted)]
    [InlineData(null, true, TurnState.Interrupted)]
    public void A_finish_reason_has_one_outcome(string? reason, bool hasContent, TurnState expected) =>
        Assert.Equal(expected, OutcomeRule.Of(reason, blockReason: null, hasContent, hasCandidate: true, hasChunk: true));

    [Fact]
    public void A_blocked_prompt_is_blocked_whatever_else_came() =>
        Assert.Equal(TurnState.Blocked, OutcomeRule.Of(null, "PROHIBITED_CONTENT", false, false, true));

    [Fact]
    public void An_answer_without_candidates_is_empty() => Assert.Equal(TurnState.Empty, OutcomeRule.Of(null, null, false, false, true));

    [Fact]
    public void No_answer_at_all_is_interrupted() => Assert.Equal(TurnState.Interrupted, OutcomeRule.Of(null, null, false, false, false));
}
