using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Runs;

/// <summary>How a run ended, in the turn's columns.</summary>
internal sealed record Settlement
{
    public required TurnState State { get; init; }

    /// <summary>The final parts as a JSON array.</summary>
    public required string Parts { get; init; }

    public string? Envelope { get; init; }

    public string? ModelVersion { get; init; }

    public string? FinishReason { get; init; }

    public string? FinishMessage { get; init; }

    public string? BlockReason { get; init; }

    public GeminiUsage? Usage { get; init; }

    public bool IsEstimated { get; init; }

    public long? CostMicroUsd { get; init; }

    public int? FirstTokenMs { get; init; }

    public int? ThoughtsMs { get; init; }

    public int? TotalMs { get; init; }

    public TurnError? Error { get; init; }

    /// <summary>What else was answered to the same request; each becomes a sibling.</summary>
    public IReadOnlyList<OtherAnswer> Others { get; init; } = [];
}

/// <summary>Writes a turn's end in one transaction: final parts, outcome, usage, ledger row, reservation, and the segments gone.</summary>
internal sealed class RunSettler(WriteQueue writes, UsageLedger ledger, TimeProvider time)
{
    /// <summary>A turn that is settled already stays as it is; what it used is booked and what it held is given back, once.</summary>
    /// <param name="turnId">The model turn, which is also its call.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="booking">What its last attempt used; null when that is booked, or nothing was sent.</param>
    /// <param name="cancellationToken">Ends the wait before the transaction begins.</param>
    public Task SettleAsync(Guid turnId, Settlement end, Booking? booking, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            FailPoints.Pass(FailPoints.Settle);
            if (booking is not null)
            {
                await ledger.SettleAsync(db, booking, token);
                FailPoints.Pass(FailPoints.Settle);
            }

            await BudgetDesk.ReleaseAsync(db, turnId, token);
            FailPoints.Pass(FailPoints.Settle);
            var turn = await db.Turns.SingleOrDefaultAsync(t => t.Id == turnId && (t.State == TurnState.Pending || t.State == TurnState.Streaming), token);
            if (turn is null)
            {
                return;
            }

            await db.Segments.Where(s => s.TurnId == turnId).ExecuteDeleteAsync(token); // first: on a full disk their pages take the turn's text
            FailPoints.Pass(FailPoints.Settle);
            Fill(turn, end);
            await AddOthersAsync(db, turn, end, token);
            await db.SaveChangesAsync(token);
            FailPoints.Pass(FailPoints.Settle);
            var now = time.GetUtcNow().UtcDateTime;
            await db.Sessions.Where(s => s.Id == turn.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.UpdatedAt, now), token);
            FailPoints.Pass(FailPoints.Settle);
        },
        cancellationToken);

    // Their tokens are booked with the first: Google counts an answer's candidates together.
    private static async Task AddOthersAsync(StudioDb db, Turn turn, Settlement end, CancellationToken cancellationToken)
    {
        if (end.Others.Count == 0)
        {
            return;
        }

        var last = await db.Turns.Where(t => t.SessionId == turn.SessionId).MaxAsync(t => t.Sequence, cancellationToken);
        db.Turns.AddRange(end.Others.Select((other, place) => new Turn
        {
            Id = Guid.CreateVersion7(),
            SessionId = turn.SessionId,
            OwnerId = turn.OwnerId,
            ParentId = turn.ParentId,
            Sequence = last + place + 1,
            Role = turn.Role,
            State = other.State,
            Parts = other.Parts,
            Settings = turn.Settings,
            SystemInstruction = turn.SystemInstruction,
            ModelVersion = end.ModelVersion,
            FinishReason = other.FinishReason,
            FinishMessage = other.FinishMessage,
            CreatedAt = turn.CreatedAt,
            SourceId = turn.Id,
        }));
    }

    private static void Fill(Turn turn, Settlement end)
    {
        turn.State = end.State;
        turn.Parts = end.Parts;
        turn.Envelope = end.Envelope;
        turn.ModelVersion = end.ModelVersion;
        turn.FinishReason = end.FinishReason;
        turn.FinishMessage = end.FinishMessage;
        turn.BlockReason = end.BlockReason;
        turn.PromptTokens = end.Usage?.PromptTokens + end.Usage?.ToolUsePromptTokens;
        turn.CachedTokens = end.Usage?.CachedTokens;
        turn.OutputTokens = end.Usage?.CandidatesTokens;
        turn.ThoughtsTokens = end.Usage?.ThoughtsTokens;
        turn.TotalTokens = end.Usage?.TotalTokens;
        turn.IsEstimated = end.IsEstimated;
        turn.CostMicroUsd = end.CostMicroUsd;
        turn.FirstTokenMs = end.FirstTokenMs;
        turn.ThoughtsMs = end.ThoughtsMs;
        turn.TotalMs = end.TotalMs;
        turn.Error = end.Error is null ? null : TurnReader.WriteError(end.Error);
    }
}
