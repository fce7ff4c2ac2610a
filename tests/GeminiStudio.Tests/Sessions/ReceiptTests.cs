using System.Text.Json.Nodes;
using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

/// <summary>What is told of an answer afterwards, and the same request once more.</summary>
public sealed class ReceiptTests
{
    private static readonly RunSettings Warm = StudioRig.Settings with { Temperature = 0.4, ThinkingLevel = "HIGH" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_receipt_tells_request_settings_tokens_price_table_and_attempts(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (_, turn, body) = await AnsweredAsync(rig, Warm);

        var receipt = (await rig.As(StudioRig.Owner).ReceiptAsync(turn, Cancel))!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(receipt.Exchange.Request)));
        Assert.DoesNotContain("test-key", System.Text.Json.JsonSerializer.Serialize(receipt), StringComparison.Ordinal);
        Assert.Equal(("gemini-3.8-flash", "r1", "STOP", TurnState.Completed), (receipt.ModelVersion, receipt.ResponseId, receipt.FinishReason, receipt.State));
        Assert.Contains(receipt.Settings, s => s is { Name: "temperature", Value: "0.4", Origin: ReceiptOrigin.Session });
        Assert.Contains(receipt.Settings, s => s is { Name: "topP", Origin: ReceiptOrigin.Model });
        Assert.Equal([("prompt", 10L), ("output", 5L), ("total", 15L)], receipt.Tokens.Select(t => (t.Kind, t.Count)));
        Assert.Equal(ModelCatalog.AsOf, receipt.PriceTable);
        Assert.NotNull(receipt.CostMicroUsd);
        var attempt = Assert.Single(receipt.Attempts);
        Assert.Equal((1, 15, LedgerSource.Provider, null), (attempt.Number, attempt.TotalTokens, attempt.Source, attempt.Failure));
        Assert.NotNull(attempt.SettledAt);
    }

    [Fact]
    public async Task Tokens_are_told_by_modality_where_Google_tells_them_apart()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Hi");
        var call = await rig.Google.NextCallAsync();
        call.Send(Chunks.Of("""
            {"candidates":[{"content":{"parts":[{"text":"x"}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":30,"candidatesTokenCount":5,"totalTokenCount":35,
             "promptTokensDetails":[{"modality":"TEXT","tokenCount":10},{"modality":"IMAGE","tokenCount":20}]}}
            """));
        call.Eof();
        await rig.SettledAsync(turn);

        var prompt = (await rig.As(StudioRig.Owner).ReceiptAsync(turn, Cancel))!.Tokens[0];

        Assert.Equal([("IMAGE", 20L), ("TEXT", 10L)], prompt.ByModality.OrderBy(m => m.Key).Select(m => (m.Key, m.Value)));
    }

    [Fact]
    public async Task A_replay_sends_the_same_bytes_beside_the_old_answer_and_the_chat_keeps_its_settings()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, turn, body) = await AnsweredAsync(rig, Warm);
        var now = StudioRig.Settings with { Temperature = 1.5 };
        await studio.SaveSettingsAsync(session, now, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.System, 1, "Something new", Cancel);

        var sent = await studio.ReplayAsync(turn, Guid.NewGuid(), Cancel);

        Assert.Empty(sent.Problems);
        var call = await rig.Google.NextCallAsync();
        Assert.Equal(body, call.Body);
        call.SendText("Again");
        call.Finish();
        await rig.SettledAsync(sent.TurnId!.Value);
        var view = (await studio.OpenSessionAsync(session, 40, Cancel))!;
        Assert.Equal("Again", view.Turns[^1].Text);
        Assert.Equal(2, view.Turns[^1].Siblings.Count);
        Assert.Equal(now, view.Settings);
    }

    [Fact]
    public async Task An_answer_that_was_copied_is_replayed_with_what_its_original_was_asked()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, _, body) = await AnsweredAsync(rig, Warm);
        var turns = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns;
        await studio.EditTurnAsync(turns[0].Id, Guid.NewGuid(), ["Changed"], Cancel);
        var copy = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[^1];

        var receipt = (await studio.ReceiptAsync(copy.Id, Cancel))!;
        var sent = await studio.ReplayAsync(copy.Id, Guid.NewGuid(), Cancel);

        Assert.Single(receipt.Attempts);
        Assert.Empty(sent.Problems);
        var call = await rig.Google.NextCallAsync();
        Assert.Equal(body, call.Body);
        call.Finish();
    }

    [Fact]
    public async Task Nobody_else_sees_a_receipt_or_replays_it()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn, _) = await AnsweredAsync(rig, Warm);
        var stranger = rig.As(await rig.AddPersonAsync());

        Assert.Null(await stranger.ReceiptAsync(turn, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => stranger.ReplayAsync(turn, Guid.NewGuid(), Cancel));
    }

    [Fact]
    public async Task A_receipt_tells_default_model_preset_and_chat_apart_as_the_panel_does()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var preset = (await studio.SavePresetAsync("Careful", StudioRig.Settings with { Temperature = 0.4, ThinkingLevel = "LOW" }, Cancel)).Preset!;
        var settings = studio.Apply(preset).Settings with { ThinkingLevel = "HIGH", StopSequences = ["END"] };
        var (_, turn, _) = await AnsweredAsync(rig, settings);
        var (_, plain, _) = await AnsweredAsync(rig, StudioRig.Settings);

        var told = (await studio.ReceiptAsync(turn, Cancel))!.Settings.ToDictionary(s => s.Name);
        var untouched = (await studio.ReceiptAsync(plain, Cancel))!.Settings.Single(s => s.Name == "thinkingConfig");

        Assert.Equal(
            (ReceiptOrigin.Preset, ReceiptOrigin.Session, ReceiptOrigin.Session, ReceiptOrigin.Model),
            (told["temperature"].Origin, told["thinkingConfig"].Origin, told["stopSequences"].Origin, told["topP"].Origin));
        Assert.StartsWith("Preset Careful: 0.4", told["temperature"].Chain, StringComparison.Ordinal);
        Assert.Contains("This chat: HIGH, over preset Careful: LOW", told["thinkingConfig"].Chain, StringComparison.Ordinal);
        Assert.True(untouched.Origin is ReceiptOrigin.Default or ReceiptOrigin.Model);
    }

    [Fact]
    public async Task What_a_replay_with_current_settings_changes_is_named_and_nothing_else()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, turn, _) = await AnsweredAsync(rig, Warm);
        await studio.SaveSettingsAsync(session, Warm, Cancel);
        Assert.Empty(await studio.ReplayChangesAsync(turn, Cancel));
        await studio.SaveSettingsAsync(session, Warm with { Temperature = 1.5, Seed = 7, ThinkingLevel = "HIGH" }, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.System, 1, "Something new", Cancel);

        var changes = await studio.ReplayChangesAsync(turn, Cancel);

        Assert.Equal(["seed", "systemInstruction", "temperature"], changes.Select(c => c.Name).Order());
        Assert.Equal(("0.4", "1.5"), changes.Where(c => c.Name == "temperature").Select(c => (c.Then, c.Now)).Single());
        Assert.Equal((null, "7"), changes.Where(c => c.Name == "seed").Select(c => (c.Then, c.Now)).Single());
        Assert.Empty(await rig.As(await rig.AddPersonAsync()).ReplayChangesAsync(turn, Cancel));
    }

    private static async Task<(Guid Session, Guid Turn, string Body)> AnsweredAsync(StudioRig rig, RunSettings settings)
    {
        var (session, turn) = await rig.SendAsync("One", settings: settings);
        var call = await rig.Google.NextCallAsync();
        call.SendText("Answer");
        call.Finish();
        await rig.SettledAsync(turn);
        return (session, turn, call.Body);
    }
}
