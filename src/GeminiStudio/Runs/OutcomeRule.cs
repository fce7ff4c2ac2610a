using GeminiStudio.Data;

namespace GeminiStudio.Runs;

/// <summary>How an answer that came to its end by itself is to be called.</summary>
public static class OutcomeRule
{
    /// <param name="finishReason">As spelled by Google; null when the stream ended without one.</param>
    /// <param name="blockReason">Set when the prompt was blocked.</param>
    /// <param name="hasContent">Whether there is text, or a part of another kind, thoughts aside.</param>
    /// <param name="hasCandidate">Whether any chunk had a candidate.</param>
    /// <param name="hasChunk">Whether anything came at all.</param>
    public static TurnState Of(string? finishReason, string? blockReason, bool hasContent, bool hasCandidate, bool hasChunk) => finishReason switch
    {
        _ when blockReason is not null => TurnState.Blocked,
        null when hasChunk && !hasCandidate => TurnState.Empty,
        null => TurnState.Interrupted, // EOF alone is never success
        "STOP" => hasContent ? TurnState.Completed : TurnState.Empty,
        "MAX_TOKENS" or "CONTINUATION" => hasContent ? TurnState.Truncated : TurnState.Empty,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "LANGUAGE" or "OTHER"
            or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_OTHER" or "IMAGE_RECITATION" or "NO_IMAGE" => TurnState.Blocked,
        "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" or "MISSING_THOUGHT_SIGNATURE" or "MALFORMED_RESPONSE" => TurnState.Failed,
        _ => TurnState.Interrupted, // a reason that nobody knows yet: kept as it is, never taken for success
    };
}
