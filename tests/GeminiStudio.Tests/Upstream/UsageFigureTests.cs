using GeminiStudio.Data;

namespace GeminiStudio.Tests.Upstream;

/// <summary>Token counts of Google's that cannot be: row U-27.</summary>
public sealed class UsageFigureTests
{
    private const string LongText = "A sentence of the answer that has about forty-four characters. ";

    [Theory]
    [InlineData("missing", null, null)]
    [InlineData("not in the last chunk", """{"promptTokenCount":10,"candidatesTokenCount":1,"totalTokenCount":11}""", null)]
    [InlineData("zero", null, "{}")]
    [InlineData("zero", """{"promptTokenCount":10,"totalTokenCount":10}""", """{"promptTokenCount":0,"totalTokenCount":0}""")]
    [InlineData("smaller than before", """{"promptTokenCount":10,"candidatesTokenCount":90,"totalTokenCount":100}""", """{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15}""")]
    [InlineData("not possible", null, """{"promptTokenCount":-10,"candidatesTokenCount":5,"totalTokenCount":15}""")]
    [InlineData("not possible", null, """{"promptTokenCount":10,"candidatesTokenCount":99999999999,"totalTokenCount":15}""")]
    public async Task U_27_a_count_that_cannot_be_is_replaced_by_an_estimate_and_logged(string anomaly, string? first, string? last)
    {
        await using var rig = await StudioRig.StartAsync(time: Faults.Clock());
        await rig.AddBudgetAsync(BudgetUnit.Tokens, limit: 1_000_000);
        var (_, turn) = await rig.SendAsync("Hello");
        var call = await rig.Google.NextCallAsync();

        call.Send(Chunk(LongText, null, first));
        call.Send(Chunk(LongText, "STOP", last));
        call.Eof();
        var settled = await rig.SettledAsync(turn);

        Assert.Equal((TurnState.Completed, true), (settled.State, settled.IsEstimated));
        var row = Assert.Single(await rig.CheckAsync(requests: 1));
        Assert.Equal((LedgerSource.Estimated, null, settled.Usage!.TotalTokens), (row.Source, row.Failure, row.TotalTokens));
        Assert.True(row.PromptTokens > 0 && row.OutputTokens >= 2 * LongText.Length / 4, $"{row.PromptTokens} in, {row.OutputTokens} out");
        Assert.Equal(row.TotalTokens, row.PromptTokens + row.OutputTokens + row.ThoughtsTokens);
        Assert.Single(rig.Logs.Lines, l => l.Contains($"token count is {anomaly}", StringComparison.Ordinal) && l.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task U_27_a_count_that_falls_and_rises_again_is_Googles_own()
    {
        await using var rig = await StudioRig.StartAsync(time: Faults.Clock());
        var (_, turn) = await rig.SendAsync("Hello");
        var call = await rig.Google.NextCallAsync();

        foreach (var (candidates, reason) in new (int, string?)[] { (22, null), (10, null), (22, "STOP") }) // as recorded with search
        {
            call.Send(Chunk("a", reason, $$"""{"promptTokenCount":10,"candidatesTokenCount":{{candidates}},"totalTokenCount":{{10 + candidates}}}"""));
        }

        call.Eof();

        Assert.False((await rig.SettledAsync(turn)).IsEstimated);
        Assert.Equal((LedgerSource.Provider, 32), Assert.Single((await rig.CheckAsync(requests: 1)).Select(l => (l.Source, l.TotalTokens))));
        Assert.DoesNotContain(rig.Logs.Lines, l => l.Contains("token count is", StringComparison.Ordinal));
    }

    private static Gemini.GeminiChunk Chunk(string text, string? reason, string? usage) => Chunks.Of(
        $$"""{"candidates":[{"content":{"parts":[{"text":"{{text}}"}]}{{(reason is null ? "" : $",\"finishReason\":\"{reason}\"")}} }]{{(usage is null ? "" : $",\"usageMetadata\":{usage}")}} }""");
}
