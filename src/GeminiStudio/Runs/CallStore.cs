using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Functions;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Runs;

/// <summary>Answers to the calls of a model turn until all are there and go to the model together.</summary>
public sealed class CallStore(IDbContextFactory<StudioDb> databases, DraftStore drafts, TurnStore turns)
{
    private const string Kind = "calls";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = RelaxedJson.Options.Encoder };

    /// <summary>Empty when nothing is answered yet.</summary>
    internal async Task<CallState> ReadAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken) =>
        await drafts.FindAsync(ownerId, turnId, Kind, cancellationToken) is { Text.Length: > 0 } kept ? JsonSerializer.Deserialize<CallState>(kept.Text, Json) ?? new() : new();

    internal async Task SaveAsync(Guid ownerId, Guid turnId, CallState state, CancellationToken cancellationToken)
    {
        var kept = await drafts.FindAsync(ownerId, turnId, Kind, cancellationToken);
        await drafts.SaveAsync(ownerId, turnId, Kind, (kept?.Revision ?? 0) + 1, JsonSerializer.Serialize(state, Json), cancellationToken);
    }

    /// <summary>Whether the calls of a turn were answered already, on any branch.</summary>
    public async Task<bool> AreAnsweredAsync(Guid ownerId, Guid turnId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var below = await db.Turns.Where(t => t.ParentId == turnId && t.OwnerId == ownerId && t.DeletedAt == null).Select(t => t.Parts).ToListAsync(cancellationToken);
        return below.Any(FunctionCall.HasResponses);
    }

    /// <summary>Answers of the model since the person's last own message, this turn included.</summary>
    public async Task<int> RoundAsync(Turn turn, CancellationToken cancellationToken) => (await RoundsAsync(turn, cancellationToken)).Count();

    /// <summary>Calls of the model in the rounds before this turn, since the person's last own message.</summary>
    public async Task<int> EarlierCallsAsync(Turn turn, CancellationToken cancellationToken) =>
        (await RoundsAsync(turn, cancellationToken)).Skip(1).Sum(t => FunctionCall.Read(t.Parts).Count);

    // The newest first.
    private async Task<IEnumerable<HistoryTurn>> RoundsAsync(Turn turn, CancellationToken cancellationToken)
    {
        var path = await turns.HistoryAsync(turn.SessionId, turn.Id, cancellationToken);
        return path.Reverse().TakeWhile(t => t.Role == "model" || FunctionCall.HasResponses(t.Parts)).Where(t => t.Role == "model");
    }
}

/// <summary>What is known of the calls of a turn.</summary>
internal sealed record CallState
{
    /// <summary>JSON of the answers by the calls' places.</summary>
    public Dictionary<int, string> Answers { get; init; } = [];

    /// <summary>What a person must know of a call.</summary>
    public Dictionary<int, string> Notes { get; init; } = [];

    /// <summary>Why the loop did not go on by itself; null when it did, or has not come there.</summary>
    public string? Stopped { get; init; }

    public JsonNode? AnswerTo(int index) => Answers.TryGetValue(index, out var json) ? JsonNode.Parse(json) : null;
}
