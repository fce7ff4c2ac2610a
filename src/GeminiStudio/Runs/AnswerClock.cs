using GeminiStudio.Gemini;

namespace GeminiStudio.Runs;

/// <summary>When an answer began, and for how long the model was thinking aloud in it.</summary>
/// <remarks>A thought lasts until the next thing that is none: what comes in between is the time that it took.</remarks>
internal sealed class AnswerClock
{
    private int _thought;
    private int? _thinkingSince;
    private bool _hasThought;

    /// <summary>Milliseconds from the run's start to its first content; null while there is none.</summary>
    public int? FirstTokenMs { get; private set; }

    /// <summary>Takes in what came at this moment; true when it is the first content.</summary>
    /// <param name="parts">In their order.</param>
    /// <param name="nowMs">Milliseconds since the run's start.</param>
    public bool Add(IReadOnlyList<GeminiPart> parts, int nowMs)
    {
        foreach (var part in parts)
        {
            if (part.IsThought)
            {
                (_hasThought, _thinkingSince) = (true, _thinkingSince ?? nowMs);
            }
            else
            {
                (_thought, _thinkingSince) = ((int)ThoughtAt(nowMs), null);
            }
        }

        if (FirstTokenMs is not null || parts.Count == 0)
        {
            return false;
        }

        FirstTokenMs = nowMs;
        return true;
    }

    /// <summary>Milliseconds of thinking until now; null when no thought was shown.</summary>
    public int? ThoughtsMs(int nowMs) => _hasThought ? (int)ThoughtAt(nowMs) : null;

    private long ThoughtAt(int nowMs) => _thought + (_thinkingSince is { } since ? (long)nowMs - since : 0);
}
