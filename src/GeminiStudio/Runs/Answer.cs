using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Usage;

namespace GeminiStudio.Runs;

/// <summary>What is known of an answer beside its parts, collected chunk by chunk, and what it means in the end.</summary>
internal sealed class Answer(int estimatedPromptTokens)
{
    private readonly AttemptMeter _meter = new(estimatedPromptTokens);
    private GeminiChunk? _last;
    private string? _finishReason;
    private string? _finishMessage;
    private string? _blockReason;
    private string? _extras;
    private bool _hasCandidate;

    /// <summary>Last four characters of the key of the latest attempt.</summary>
    public string? KeyFingerprint { get; set; }

    public void Add(GeminiChunk chunk)
    {
        _meter.Add(chunk);
        _last = chunk;
        _hasCandidate |= chunk.HasCandidate;
        _finishReason = chunk.FinishReason ?? _finishReason;
        _finishMessage = chunk.FinishMessage ?? _finishMessage;
        _blockReason = chunk.BlockReason ?? _blockReason;
        _extras = chunk.CandidateExtras is { } extras ? Encoding.UTF8.GetString(extras.Span) : _extras;
    }

    public Settlement Ended(Run run)
    {
        _meter.Ended();
        var parts = run.AllParts();
        var hasContent = parts.Any(p => !p.IsThought && (p.Text is null || p.Text.Length > 0));
        return Settle(run, OutcomeRule.Of(_finishReason, _blockReason, hasContent, _hasCandidate, _last is not null));
    }

    public Settlement Stopped(Run run, TurnState state) => Settle(run, state) with
    {
        Error = state == TurnState.Interrupted && run.Trouble is { } trouble ? Own(run.TurnId, GeminiErrorKind.Storage, trouble.Message) : null,
    };

    public Settlement Failed(Run run, GeminiException exception, DateTime now)
    {
        _meter.Failed(exception);
        var brokeOff = run.AllParts().Count > 0 && exception.Kind is GeminiErrorKind.Interrupted or GeminiErrorKind.TimedOut && exception.AnswerStarted;
        return Settle(run, brokeOff ? TurnState.Interrupted : TurnState.Failed) with
        {
            Error = new TurnError
            {
                Kind = exception.Kind,
                Message = exception.Message,
                HttpStatus = exception.HttpStatus,
                Status = exception.Status,
                Reason = exception.Reason,
                RetryAt = now + exception.RetryAfter,
                Quotas = exception.Quotas,
                Fields = exception.Fields,
                RawBody = exception.RawBody,
                KeyFingerprint = KeyFingerprint,
                LogId = LogId(run.TurnId),
            },
        };
    }

    /// <summary>The database failed before anything was sent, or while it was noted.</summary>
    public Settlement NotSaved(Run run, StorageException trouble)
    {
        var hasText = run.AllParts().Count > 0;
        return Settle(run, hasText ? TurnState.Interrupted : TurnState.Failed) with { Error = Own(run.TurnId, GeminiErrorKind.Storage, trouble.Message) };
    }

    public Settlement Broken(Run run) => Settle(run, TurnState.Failed) with { Error = Internal(run.TurnId) };

    /// <summary>What a turn says when the studio itself failed.</summary>
    public static TurnError Internal(Guid turnId) => Own(turnId, GeminiErrorKind.Internal, "The studio itself failed. The log of the server says why.");

    /// <summary>The start of the turn's id, which stands in each log line of its run.</summary>
    private static string LogId(Guid turnId) => turnId.ToString("N")[..8];

    private static TurnError Own(Guid turnId, GeminiErrorKind kind, string message) => new() { Kind = kind, Message = message, LogId = LogId(turnId) };

    private Settlement Settle(Run run, TurnState state)
    {
        var (usage, source) = _meter.Total();
        return new Settlement
        {
            State = state,
            Parts = PartsJson.Merged(run.AllParts()),
            Envelope = Envelope(),
            ModelVersion = _last?.ModelVersion,
            FinishReason = _finishReason,
            FinishMessage = _finishMessage,
            BlockReason = _blockReason,
            Usage = source == LedgerSource.None ? null : usage,
            IsEstimated = source == LedgerSource.Estimated,
            FirstTokenMs = run.FirstTokenMs,
            TotalMs = run.ElapsedMs,
        };
    }

    // The last response as Google wrote it, its content taken out: that stands in the turn's parts.
    private string? Envelope()
    {
        if (_last is null || JsonNode.Parse(_last.Json.Span) is not JsonObject response)
        {
            return null;
        }

        if (response["candidates"] is JsonArray { Count: > 0 } candidates && candidates[0] is JsonObject candidate)
        {
            candidate.Remove("content");
            foreach (var extra in _extras is null ? [] : JsonNode.Parse(_extras)!.AsObject().ToList())
            {
                candidate[extra.Key] ??= extra.Value?.DeepClone();
            }
        }

        return response.ToJsonString(RelaxedJson.Options);
    }
}
