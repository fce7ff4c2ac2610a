namespace GeminiStudio.Gemini;

/// <summary>Tokens as Google counted them; the last chunk's figures are the call's.</summary>
/// <remarks>total = prompt + candidates + thoughts + toolUsePrompt; prompt includes cached. Absent on the wire means 0.</remarks>
public sealed record GeminiUsage
{
    public int PromptTokens { get; init; }

    public int CachedTokens { get; init; }

    public int CandidatesTokens { get; init; }

    public int ThoughtsTokens { get; init; }

    public int ToolUsePromptTokens { get; init; }

    public int TotalTokens { get; init; }

    /// <summary>Audio tokens inside the prompt, priced apart by some models.</summary>
    public int PromptAudioTokens { get; init; }

    /// <summary>Whether a figure was one that cannot be, below nothing or beyond any context window, and was read as 0.</summary>
    public bool IsSuspect { get; init; }

    /// <summary>Image tokens inside the answer, priced apart by image models.</summary>
    public int CandidatesImageTokens { get; init; }
}
