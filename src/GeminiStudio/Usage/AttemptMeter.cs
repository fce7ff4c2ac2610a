using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Usage;

/// <summary>Watches one attempt's chunks to know what it used, also when it breaks off or Google's figures cannot be.</summary>
internal sealed class AttemptMeter(int estimatedPromptTokens)
{
    private GeminiUsage? _last;
    private GeminiUsage _most = new();
    private int _answerTokens;
    private bool _isCurrent;
    private bool _answered;
    private bool _hasCandidate;
    private bool _finished;
    private bool _refused;

    /// <summary>The kind of failure; null while all is well.</summary>
    public string? Failure { get; private set; } = "Cancelled";

    /// <summary>What is wrong with the figures of an answer that came to its end; null when they can be.</summary>
    public string? Anomaly => this switch
    {
        { _finished: false } => null, // cut off before Google's last word
        { _last: null } => "missing",
        { _isCurrent: false } => "not in the last chunk",
        { _last.IsSuspect: true } => "not possible",
        { _last.TotalTokens: 0 } => "zero",
        _ => _last.TotalTokens < _most.TotalTokens ? "smaller than before" : null,
    };

    /// <summary>Whether another attempt may follow, because this one failed before its first byte.</summary>
    public bool MayBeRepeated { get; private set; }

    public void Add(GeminiChunk chunk)
    {
        _answered = true;
        _hasCandidate |= chunk.HasCandidate;
        _finished |= chunk.FinishReason is not null || chunk.BlockReason is not null;
        _isCurrent = chunk.Usage is not null || (_isCurrent && chunk.Parts.Count == 0 && chunk.FinishReason is null);
        if (chunk.Usage is { } usage)
        {
            _last = usage;
            _most = Larger(_most, usage);
        }

        foreach (var part in chunk.Parts)
        {
            _answerTokens += part.Text is { } text ? TokenCounter.Estimate(text) : part.Json.Length / 4;
        }
    }

    /// <summary>The answer ended by itself.</summary>
    public void Ended() => Failure = _finished || (_answered && !_hasCandidate) ? null : nameof(GeminiErrorKind.Interrupted);

    public void Failed(GeminiException exception)
    {
        Failure = exception.Kind.ToString();
        MayBeRepeated = !_answered;

        // Google said no, or it never got there. Of every other end nobody knows what Google had done by then.
        _refused = !_answered && (exception.HttpStatus is not null || exception.Kind is not (GeminiErrorKind.TimedOut
            or GeminiErrorKind.Interrupted or GeminiErrorKind.Protocol or GeminiErrorKind.TooLarge or GeminiErrorKind.Other));
    }

    /// <summary>What to book, and whose figures they are.</summary>
    public (GeminiUsage Usage, LedgerSource Source) Total()
    {
        if (_finished && Anomaly is null)
        {
            return (_last!, LedgerSource.Provider);
        }

        if (_refused)
        {
            return (new GeminiUsage(), LedgerSource.None);
        }

        var prompt = _most.PromptTokens > 0 ? _most.PromptTokens : estimatedPromptTokens;
        var candidates = Math.Max(_most.CandidatesTokens, _answerTokens - _most.ThoughtsTokens);
        return (
            _most with
            {
                PromptTokens = prompt,
                CandidatesTokens = candidates,
                TotalTokens = prompt + candidates + _most.ThoughtsTokens + _most.ToolUsePromptTokens,
            },
            LedgerSource.Estimated);
    }

    private static GeminiUsage Larger(GeminiUsage one, GeminiUsage other) => new()
    {
        PromptTokens = Math.Max(one.PromptTokens, other.PromptTokens),
        CachedTokens = Math.Max(one.CachedTokens, other.CachedTokens),
        CandidatesTokens = Math.Max(one.CandidatesTokens, other.CandidatesTokens),
        ThoughtsTokens = Math.Max(one.ThoughtsTokens, other.ThoughtsTokens),
        ToolUsePromptTokens = Math.Max(one.ToolUsePromptTokens, other.ToolUsePromptTokens),
        TotalTokens = Math.Max(one.TotalTokens, other.TotalTokens),
        PromptAudioTokens = Math.Max(one.PromptAudioTokens, other.PromptAudioTokens),
        CandidatesImageTokens = Math.Max(one.CandidatesImageTokens, other.CandidatesImageTokens),
    };
}
