using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>What an answer was made of, and the same request once more.</content>
public sealed partial class GeminiService
{
    /// <summary>All that is known of a model turn; null when there is none for this person, or it was never asked for.</summary>
    public async Task<RunReceipt?> ReceiptAsync(Guid turnId, CancellationToken cancellationToken)
    {
        if (await turns.FindAsync(Me, turnId, cancellationToken) is not { Settings: { } json } turn)
        {
            return null;
        }

        var sent = await OriginalAsync(turn, cancellationToken);
        var settings = RunSettingsJson.Read(json);
        var (model, body) = await RequestOfAsync(turn, sent, settings, cancellationToken);
        var preset = settings.PresetId is { } id ? (await presets.ListAsync(Me, cancellationToken)).FirstOrDefault(p => p.Id == id) : null;
        var parts = await files.DescribeAsync(Me, Encoding.UTF8.GetBytes(turn.Parts), cancellationToken);
        var exchange = RawExchange.Of(model, await files.DescribeAsync(Me, body, cancellationToken), turn, Encoding.UTF8.GetString(parts));
        return RunReceipt.Of(turn, model, new SettingOrigins(settings, model, preset), exchange, await usage.AttemptsAsync(Me, sent.Id, cancellationToken));
    }

    /// <summary>What would be sent otherwise if this answer were asked for again with the chat's settings and instruction of now.</summary>
    public async Task<IReadOnlyList<ReplayChange>> ReplayChangesAsync(Guid turnId, CancellationToken cancellationToken)
    {
        if (await turns.FindAsync(Me, turnId, cancellationToken) is not { Settings: { } json } turn)
        {
            return [];
        }

        var next = await NewRunAsync(turn.SessionId, turnId, await sessions.SettingsAsync(Me, turn.SessionId, cancellationToken), cancellationToken);
        var then = RunSettingsJson.Read(json);
        var old = models.Find(then.Model);
        return ReplayChange.Between(
            old.Id, Parsed(RequestBuilder.Build(old, then, turn.SystemInstruction ?? "", [])),
            next.Model.Id, Parsed(RequestBuilder.Build(next.Model, next.Settings, next.SystemInstruction, [])));
    }

    private static JsonObject? Parsed(ReadOnlyMemory<byte> request) => RunReceipt.Parsed(Encoding.UTF8.GetString(request.Span));

    /// <summary>Sends the request of a model turn again, byte for byte; the answer stands beside the old one, and the chat keeps its settings.</summary>
    /// <returns>What was accepted, or why the request cannot be the same any more.</returns>
    public async Task<SendResult> ReplayAsync(Guid turnId, Guid newTurnId, CancellationToken cancellationToken)
    {
        var turn = await TurnAsync(turnId, Verb.Run, cancellationToken);
        if (turn.Settings is not { } json)
        {
            return new SendResult(null, [new("turn", "This turn was never asked for, so there is no request to send again.")]);
        }

        var settings = RunSettingsJson.Read(json);
        var sent = await OriginalAsync(turn, cancellationToken);
        var (model, body) = await RequestOfAsync(turn, sent, settings, cancellationToken);
        var place = await HistoryBytesAsync(model, settings, turn, turn, cancellationToken) is var own && own.Span.SequenceEqual(body.Span) ? turn
            : sent.SessionId == turn.SessionId ? sent : null;
        if (place?.ParentId is not { } answered)
        {
            return new SendResult(null, [new("turn", "This answer was copied, and the turns that it answered are not here. Run it again with the current settings.")]);
        }

        return await AcceptAsync(
            new NewRun
            {
                OwnerId = Me,
                SessionId = turn.SessionId,
                TurnId = newTurnId,
                AnswerTo = answered,
                Settings = settings,
                Model = model,
                SystemInstruction = turn.SystemInstruction ?? "",
                JoinsRunUnderWay = true,
                LeavesSession = true,
            },
            cancellationToken);
    }

    // A copy was never sent by itself: what was sent stands with the turn that it was copied from.
    private async Task<Turn> OriginalAsync(Turn turn, CancellationToken cancellationToken) =>
        turn.SourceId is { } source ? await turns.FindAsync(Me, source, cancellationToken) ?? turn : turn;

    private async Task<(ModelInfo Model, ReadOnlyMemory<byte> Body)> RequestOfAsync(Turn turn, Turn sent, RunSettings settings, CancellationToken cancellationToken)
    {
        var model = models.Find(settings.Model);
        return (model, await HistoryBytesAsync(model, settings, turn, sent, cancellationToken));
    }

    private async Task<ReadOnlyMemory<byte>> HistoryBytesAsync(ModelInfo model, RunSettings settings, Turn turn, Turn place, CancellationToken cancellationToken) =>
        RequestBuilder.Build(model, settings, turn.SystemInstruction ?? "", await turns.HistoryAsync(place.SessionId, place.ParentId, cancellationToken));
}
