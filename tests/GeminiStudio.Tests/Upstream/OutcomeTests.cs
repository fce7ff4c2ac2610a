using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Upstream;

/// <summary>Answers that come to an end of their own: rows U-19 to U-30 and U-33, as they are stored.</summary>
public sealed class OutcomeTests
{
    private const string Usage = """ "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Every value of the API's FinishReason, one that is new, and what the turn is called then.</summary>
    public static TheoryData<string, TurnState, TurnState> Reasons => new()
    {
        { "STOP", TurnState.Completed, TurnState.Empty },
        { "MAX_TOKENS", TurnState.Truncated, TurnState.Empty },
        { "SAFETY", TurnState.Blocked, TurnState.Blocked },
        { "RECITATION", TurnState.Blocked, TurnState.Blocked },
        { "LANGUAGE", TurnState.Blocked, TurnState.Blocked },
        { "OTHER", TurnState.Blocked, TurnState.Blocked },
        { "BLOCKLIST", TurnState.Blocked, TurnState.Blocked },
        { "PROHIBITED_CONTENT", TurnState.Blocked, TurnState.Blocked },
        { "SPII", TurnState.Blocked, TurnState.Blocked },
        { "MALFORMED_FUNCTION_CALL", TurnState.Failed, TurnState.Failed },
        { "UNEXPECTED_TOOL_CALL", TurnState.Failed, TurnState.Failed },
        { "TOO_MANY_TOOL_CALLS", TurnState.Failed, TurnState.Failed },
        { "MISSING_THOUGHT_SIGNATURE", TurnState.Failed, TurnState.Failed },
        { "MALFORMED_RESPONSE", TurnState.Failed, TurnState.Failed },
        { "IMAGE_SAFETY", TurnState.Blocked, TurnState.Blocked },
        { "IMAGE_PROHIBITED_CONTENT", TurnState.Blocked, TurnState.Blocked },
        { "IMAGE_RECITATION", TurnState.Blocked, TurnState.Blocked },
        { "IMAGE_OTHER", TurnState.Blocked, TurnState.Blocked },
        { "NO_IMAGE", TurnState.Blocked, TurnState.Blocked },
        { "FINISH_REASON_UNSPECIFIED", TurnState.Interrupted, TurnState.Interrupted },
        { "ESCALATION", TurnState.Interrupted, TurnState.Interrupted },
    };

    [Theory, MemberData(nameof(Reasons))]
    public async Task U_19_to_U_23_every_finish_reason_is_kept_with_the_text_and_Googles_count(string reason, TurnState withText, TurnState without)
    {
        await using var rig = await StartAsync();
        var one = await AnswerAsync(rig, Text("So far"), Finish(reason));
        var two = await AnswerAsync(rig, Finish(reason));

        Assert.Equal((withText, reason, "So far", false), (one.State, one.FinishReason, one.Text, one.IsEstimated));
        Assert.Equal((without, reason, ""), (two.State, two.FinishReason, two.Text));
        Assert.All(await rig.CheckAsync(requests: 2), l => Assert.Equal((LedgerSource.Provider, 15, null), (l.Source, l.TotalTokens, l.Failure)));
    }

    [Fact]
    public async Task U_20_a_limit_that_thinking_ate_is_empty_and_the_thoughts_are_billed()
    {
        await using var rig = await StartAsync();

        var turn = await AnswerAsync(rig, """{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":1000000,"thoughtsTokenCount":8192,"totalTokenCount":1008192}}""");

        Assert.Equal((TurnState.Empty, "MAX_TOKENS", 8192), (turn.State, turn.FinishReason, turn.Usage!.ThoughtsTokens));
        var row = Assert.Single(await rig.CheckAsync(requests: 1));
        Assert.Equal((LedgerSource.Provider, 8192, 0, turn.CostMicroUsd), (row.Source, row.ThoughtsTokens, row.OutputTokens, row.CostMicroUsd));
        var plain = await AnswerAsync(rig, """{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":1000000,"totalTokenCount":1000000}}""");
        Assert.True(turn.CostMicroUsd > plain.CostMicroUsd, "Thinking costs as output does.");
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":12,"totalTokenCount":12}}""", LedgerSource.Provider)]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}""", LedgerSource.Estimated)]
    public async Task U_24_a_blocked_prompt_is_blocked_and_its_tokens_are_booked(string chunk, LedgerSource source)
    {
        await using var rig = await StartAsync();

        var turn = await AnswerAsync(rig, chunk);

        Assert.Equal((TurnState.Blocked, "PROHIBITED_CONTENT"), (turn.State, turn.BlockReason));
        var row = Assert.Single(await rig.CheckAsync(requests: 1));
        Assert.Equal((source, 0, null), (row.Source, row.OutputTokens, row.Failure));
        Assert.True(row.PromptTokens > 0);
    }

    [Theory]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("{}")]
    public async Task U_25_an_answer_without_candidates_is_empty(string chunk)
    {
        await using var rig = await StartAsync();

        Assert.Equal(TurnState.Empty, (await AnswerAsync(rig, chunk)).State);

        Assert.Null(Assert.Single(await rig.CheckAsync(requests: 1)).Failure);
    }

    [Fact]
    public async Task U_26_text_after_an_early_stop_is_kept_and_the_last_reason_counts()
    {
        await using var rig = await StartAsync();

        var turn = await AnswerAsync(rig, Text("one "), Finish("STOP"), Text("two"), Finish("MAX_TOKENS"));

        Assert.Equal((TurnState.Truncated, "MAX_TOKENS", "one two"), (turn.State, turn.FinishReason, turn.Text));
        Assert.Equal(LedgerSource.Provider, Assert.Single(await rig.CheckAsync(requests: 1)).Source);
    }

    [Fact]
    public async Task U_28_of_several_candidates_the_first_is_shown_and_each_other_is_a_branch_of_its_own()
    {
        await using var rig = await StartAsync();

        var turn = await AnswerAsync(
            rig,
            """{"candidates":[{"index":1,"content":{"parts":[{"text":"B1 "}]}},{"index":0,"content":{"parts":[{"text":"A1 "}]}}]}""",
            """{"candidates":[{"index":2,"content":{"parts":[{"text":"C1 "}]},"finishReason":"SAFETY"}]}""",
            """{"candidates":[{"index":1,"content":{"parts":[{"text":"B2 "}]},"finishReason":"MAX_TOKENS"}]}""",
            """{"candidates":[{"content":{"parts":[{"text":"A2"}]},"finishReason":"STOP"}],""" + Usage + "}");

        Assert.Equal((TurnState.Completed, "STOP", "A1 A2"), (turn.State, turn.FinishReason, turn.Text));
        var raw = (await rig.As(StudioRig.Owner).RawAsync(turn.Id, Cancel))!.Response!;
        Assert.All(["A1 A2", "B1 ", "B2 ", "C1 ", "SAFETY"], text => Assert.Contains(text, raw, StringComparison.Ordinal));
        Assert.Equal(["A1 A2|Completed|STOP", "B1 B2 |Truncated|MAX_TOKENS", "C1 |Blocked|SAFETY"], await AnswersAsync(rig, turn));
    }

    [Fact]
    public async Task U_28_candidates_without_an_index_are_told_apart_by_their_order()
    {
        await using var rig = await StartAsync();

        var turn = await AnswerAsync(rig, """{"candidates":[{"content":{"parts":[{"text":"A"}]},"finishReason":"STOP"},{"content":{"parts":[{"text":"B"}]},"finishReason":"STOP"}],""" + Usage + "}");

        Assert.Equal((TurnState.Completed, "A"), (turn.State, turn.Text));
        Assert.Equal(["A|Completed|STOP", "B|Completed|STOP"], await AnswersAsync(rig, turn));
    }

    [Fact]
    public async Task U_29_the_same_piece_twice_may_be_meant_and_is_kept_twice()
    {
        await using var rig = await StartAsync();

        var turn = await AnswerAsync(rig, Text("ha "), Text("ha "), Finish("STOP"));

        Assert.Equal((TurnState.Completed, "ha ha "), (turn.State, turn.Text));
        await rig.CheckAsync(requests: 1);
    }

    [Fact]
    public async Task U_30_fifty_calls_of_unknown_functions_are_shown_and_kept_as_they_came()
    {
        await using var rig = await StartAsync();
        var calls = Enumerable.Range(0, 50).Select(i => $$$"""{"functionCall":{"name":"no_such_{{{i}}}","args":{ "n":1.0,"x":[{}],"é":"\u00e9"}} }""").ToList();

        var turn = await AnswerAsync(rig, $$"""{"candidates":[{"content":{"parts":[{{string.Join(",", calls)}}],"role":"model"},"index":0}]}""", Finish("STOP"));

        Assert.Equal((TurnState.Completed, ""), (turn.State, turn.Text));
        Assert.Equal(calls, turn.OtherParts);
        await using var db = await rig.DbAsync();
        var stored = await db.Turns.Where(t => t.Id == turn.Id).Select(t => t.Parts).SingleAsync(Cancel);
        Assert.StartsWith($"[{string.Join(",", calls)}", stored, StringComparison.Ordinal);
        await rig.CheckAsync(requests: 1);
    }

    [Fact]
    public async Task U_33_a_model_without_a_price_runs_and_its_tokens_are_kept()
    {
        await using var rig = await StartAsync();
        await rig.AddBudgetAsync(BudgetUnit.Tokens, limit: 1_000_000);

        var turn = await AnswerAsync(rig, new RunSettings { Model = "gemini-next-900" }, Text("hello"), Finish("STOP"));

        Assert.Equal((TurnState.Completed, null, 15), (turn.State, turn.CostMicroUsd, turn.Usage!.TotalTokens));
        var row = Assert.Single(await rig.CheckAsync(requests: 1));
        Assert.Equal((LedgerSource.Provider, 15, null, "gemini-next-900"), (row.Source, row.TotalTokens, row.CostMicroUsd, row.ModelId));
        var studio = rig.As(StudioRig.Owner);
        Assert.Equal(1, Assert.Single(await studio.UsageByDayAsync(studio.Today, studio.Today, Cancel)).Unpriced);
    }

    private static string Text(string text) => $$"""{"candidates":[{"content":{"parts":[{"text":"{{text}}"}],"role":"model"},"index":0}]}""";

    private static string Finish(string reason) => $$"""{"candidates":[{"content":{},"finishReason":"{{reason}}","index":0}],{{Usage}}}""";

    private static Task<StudioRig> StartAsync() => StudioRig.StartAsync(time: Faults.Clock());

    private static Task<TurnView> AnswerAsync(StudioRig rig, params string[] chunks) => AnswerAsync(rig, StudioRig.Settings, chunks);

    private static async Task<TurnView> AnswerAsync(StudioRig rig, RunSettings settings, params string[] chunks)
    {
        var (_, turn) = await rig.SendAsync("Hello", settings: settings);
        var call = await rig.Google.NextCallAsync();
        Array.ForEach(chunks, json => call.Send(Chunks.Of(json)));
        call.Eof();
        return await rig.SettledAsync(turn);
    }

    /// <summary>What stands beside each other as answers to the same message, oldest first.</summary>
    private static async Task<List<string>> AnswersAsync(StudioRig rig, TurnView turn)
    {
        await using var db = await rig.DbAsync();
        var answers = await db.Turns.Where(t => t.ParentId == turn.ParentId).OrderBy(t => t.Sequence).ToListAsync(Cancel);
        return [.. answers.Select(t => $"{string.Concat(PartsJson.Texts(t.Parts))}|{t.State}|{t.FinishReason}")];
    }
}
