using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>Puts turns at the end of a branch: new ones, and copies of settled ones.</summary>
/// <remarks>A settled turn never changes, so a model turn's request can be rebuilt exactly; whatever a person changes is copied.</remarks>
internal static class TurnGraft
{
    /// <summary>Adds the turns one below the other and returns the last; the parent when there are none.</summary>
    public static async Task<Guid?> AppendAsync(
        StudioDb db, Guid sessionId, Guid? parentId, IEnumerable<Turn> turns, CancellationToken cancellationToken)
    {
        var sequence = await db.Turns.Where(t => t.SessionId == sessionId).MaxAsync(t => (int?)t.Sequence, cancellationToken) ?? 0;
        foreach (var turn in turns)
        {
            var placed = Copy(turn, turn.Id, sessionId, parentId, ++sequence);
            db.Turns.Add(placed);
            parentId = placed.Id;
        }

        await db.SaveChangesAsync(cancellationToken);
        return parentId;
    }

    /// <summary>A copy under an id of its own that knows what it was copied from.</summary>
    public static Turn CopyOf(Turn turn) => Copy(turn, Guid.CreateVersion7(), turn.SessionId, turn.ParentId, turn.Sequence, turn.SourceId ?? turn.Id);

    /// <summary>The same turn elsewhere.</summary>
    public static Turn Copy(Turn turn, Guid id, Guid sessionId, Guid? parentId, int sequence, Guid? sourceId = null) => new()
    {
        Id = id,
        SessionId = sessionId,
        OwnerId = turn.OwnerId,
        ParentId = parentId,
        Sequence = sequence,
        Role = turn.Role,
        State = turn.State,
        Parts = turn.Parts,
        Settings = turn.Settings,
        SystemInstruction = turn.SystemInstruction,
        Envelope = turn.Envelope,
        ModelVersion = turn.ModelVersion,
        FinishReason = turn.FinishReason,
        FinishMessage = turn.FinishMessage,
        BlockReason = turn.BlockReason,
        PromptTokens = turn.PromptTokens,
        CachedTokens = turn.CachedTokens,
        OutputTokens = turn.OutputTokens,
        ThoughtsTokens = turn.ThoughtsTokens,
        TotalTokens = turn.TotalTokens,
        IsEstimated = turn.IsEstimated,
        CostMicroUsd = turn.CostMicroUsd,
        FirstTokenMs = turn.FirstTokenMs,
        ThoughtsMs = turn.ThoughtsMs,
        TotalMs = turn.TotalMs,
        Error = turn.Error,
        CreatedAt = turn.CreatedAt,
        IsEdited = turn.IsEdited,
        SourceId = sourceId ?? turn.SourceId,
    };
}
