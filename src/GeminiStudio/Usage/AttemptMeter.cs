using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Usage;

/// <summary>Watches one attempt's chunks to know what it used, also when it breaks off.</summary>
internal sealed class AttemptMeter(int estimatedPromptTokens)
{
    private GeminiUsage? _reported;
    private int _answerTokens;
    private bool _answered;
    private bool _finished;
    private bool _refused;

    /// <summary>The kind of failure; null while all is well.</summary>
    public string? Failure { get; private set; } = "Cancelled";

    /// <summary>Whether another attempt may follow, because this one failed before its first byte.</summary>
    public bool MayBeRepeated { get; private set; }

    public void Add(GeminiChunk chunk)
    {
        _answered = true;
        _reported = chunk.Usage ?? _reported;
        _finished |= chunk.FinishReason is not null || chunk.BlockReason is not null;
        foreach (var part in chunk.Parts)
        {
            _answerTokens += part.Text is { } text ? TokenCounter.Estimate(text) : part.Json.Length / 4;
        }
    }

    /// <summary>The answer ended by itself.</summary>
    public void Ended() => Failure = _finished || _reported is not null ? null : nameof(GeminiErrorKind.Interrupted);

    public void Failed(GeminiException exception)
    {
        Failure = exception.Kind.ToString();
        MayBeRepeated = !_answered;
        _refused = !_answered && exception.HttpStatus is not null;
    }

    /// <summary>What to book, and whose figures they are.</summary>
    public (GeminiUsage Usage, LedgerSource Source) Total()
    {
        if (_finished && _reported is { TotalTokens: > 0 } usage)
        {
            return (usage, LedgerSource.Provider);
        }

        // Google refused it, or it never got there: nothing is billed.
        if (!_answered && (_refused || Failure is nameof(GeminiErrorKind.Unreachable)))
        {
            return (new GeminiUsage(), LedgerSource.None);
        }

        var prompt = _reported?.PromptTokens is > 0 and var counted ? counted : estimatedPromptTokens;
        var thoughts = _reported?.ThoughtsTokens ?? 0;
        var candidates = Math.Max(_reported?.CandidatesTokens ?? 0, _answerTokens - thoughts);
        return (
            (_reported ?? new GeminiUsage()) with { PromptTokens = prompt, CandidatesTokens = candidates, TotalTokens = prompt + candidates + thoughts },
            LedgerSource.Estimated);
    }
}
