using System.Globalization;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Runs;

/// <summary>What is known of an answer beside its parts, collected chunk by chunk, and what it means in the end.</summary>
internal sealed class Answer
{
    private readonly Dictionary<string, string> _extras = [];
    private readonly OtherCandidates _others = new();
    private GeminiChunk? _last;
    private int? _candidate;
    private string? _finishReason;
    private string? _finishMessage;
    private string? _blockReason;
    private (GeminiUsage Usage, LedgerSource Source)? _used;

    /// <summary>Last four characters of the key of the latest attempt.</summary>
    public string? KeyFingerprint { get; set; }

    /// <summary>What the latest attempt used, as the ledger has it.</summary>
    public void Used(GeminiUsage usage, LedgerSource source) => _used = (usage, source);

    /// <summary>Takes a chunk in and returns what of it is shown: the candidate that came first. Others become its siblings.</summary>
    public GeminiChunk Add(GeminiChunk chunk)
    {
        if (chunk.HasCandidate)
        {
            _candidate ??= chunk.CandidateIndex;
            if (chunk.CandidateCount > 1 || chunk.CandidateIndex != _candidate)
            {
                _others.Add(CandidateSplit.Others(chunk, _candidate.Value), _candidate.Value);
                chunk = CandidateSplit.Only(chunk, _candidate.Value);
            }
        }

        _last = chunk;
        _finishReason = Stored(chunk.FinishReason) ?? _finishReason;
        _finishMessage = Stored(chunk.FinishMessage) ?? _finishMessage;
        _blockReason = Stored(chunk.BlockReason) ?? _blockReason;
        if (chunk.CandidateExtras is { } extras)
        {
            foreach (var (name, json) in EnvelopeJson.Cut(extras.Span))
            {
                if (json != "{}" || !_extras.ContainsKey(name)) // the last chunk may repeat a member without saying anything in it
                {
                    _extras[name] = json;
                }
            }
        }

        return chunk;
    }

    public Settlement Ended(Run run)
    {
        var hasContent = run.AllParts().Any(p => !p.IsThought && (p.Text is null || p.Text.Length > 0));
        return Settle(run, OutcomeRule.Of(_finishReason, _blockReason, hasContent, _candidate is not null, _last is not null));
    }

    public Settlement Stopped(Run run, TurnState state) => Settle(run, state) with
    {
        Error = state == TurnState.Interrupted && run.Trouble is { } trouble ? Own(run.TurnId, GeminiErrorKind.Storage, trouble.Message) : null,
    };

    public Settlement Failed(Run run, GeminiException exception, DateTime now)
    {
        var brokeOff = exception is { AnswerStarted: true, Kind: GeminiErrorKind.Interrupted or GeminiErrorKind.TimedOut };
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

    /// <summary>An end of our own making, told with as little as possible, so that telling it cannot fail in turn.</summary>
    public Settlement Broken(Run run) => new()
    {
        State = TurnState.Failed,
        Parts = PartsJson.Verbatim(run.AllParts()),
        Usage = _used?.Usage,
        IsEstimated = _used?.Source == LedgerSource.Estimated,
        TotalMs = run.ElapsedMs,
        Error = Internal(run.TurnId),
    };

    /// <summary>What a turn says when the studio itself failed.</summary>
    public static TurnError Internal(Guid turnId) => Own(turnId, GeminiErrorKind.Internal, "The studio itself failed. The log of the server says why.");

    /// <summary>The start of the turn's id, which stands in each log line of its run.</summary>
    private static string LogId(Guid turnId) => turnId.ToString("N")[..8];

    private static TurnError Own(Guid turnId, GeminiErrorKind kind, string message) => new() { Kind = kind, Message = message, LogId = LogId(turnId) };

    private Settlement Settle(Run run, TurnState state) => new()
    {
        State = state,
        Parts = PartsJson.Merged(run.AllParts()),
        Envelope = _last is null ? null : EnvelopeJson.Write(_last, Candidate(), _others.Json),
        ModelVersion = Stored(_last?.ModelVersion),
        FinishReason = _finishReason,
        FinishMessage = _finishMessage,
        BlockReason = _blockReason,
        Usage = _used is { Source: not LedgerSource.None } used ? used.Usage : null, // nothing sent, nothing used
        IsEstimated = _used?.Source == LedgerSource.Estimated,
        FirstTokenMs = run.FirstTokenMs,
        ThoughtsMs = run.ThoughtsMs,
        TotalMs = run.ElapsedMs,
        Others = _others.Answers(state is TurnState.Completed ? TurnState.Interrupted : state),
    };

    private List<(string Name, string Json)> Candidate() => _candidate is not { } index ? [] :
    [
        .. _finishReason is null ? [] : new[] { ("finishReason", EnvelopeJson.Text(_finishReason)) },
        .. _finishMessage is null ? [] : new[] { ("finishMessage", EnvelopeJson.Text(_finishMessage)) },
        ("index", index.ToString(CultureInfo.InvariantCulture)),
        .. _extras.Select(m => (m.Key, m.Value)),
    ];

    // PostgreSQL has no place for U+0000 in a text.
    private static string? Stored(string? text) => text?.Replace('\0', '\uFFFD');
}
