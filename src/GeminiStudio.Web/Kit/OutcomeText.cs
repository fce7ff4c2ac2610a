using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using static GeminiStudio.Web.Kit.OutcomeAction;
using static GeminiStudio.Web.Kit.OutcomeTone;

namespace GeminiStudio.Web.Kit;

/// <summary>The table of words for everything that can become of an answer, so that there is never an empty bubble.</summary>
internal static class OutcomeText
{
    /// <summary>Null while the turn is under way and when it ended well.</summary>
    public static Outcome? For(TurnView turn) => turn.State switch
    {
        TurnState.Pending or TurnState.Streaming => null,
        TurnState.Completed => null,
        TurnState.Truncated => Truncated(turn),
        TurnState.Blocked when turn.BlockReason is { } reason => BlockedPrompt(turn, reason),
        TurnState.Blocked => BlockedAnswer(turn),
        TurnState.Empty when turn.FinishReason == "MAX_TOKENS" => Truncated(turn),
        TurnState.Empty => WithoutText(turn),
        TurnState.Cancelled => new("You stopped this answer.", Kept(turn), Note, [Continue, Retry]),
        TurnState.Interrupted when turn.FinishReason is { Length: > 0 } reason => Unknown(turn, reason),
        TurnState.Interrupted when turn.Error is { Kind: GeminiErrorKind.Storage } error => ErrorText.For(error, turn.Text.Length > 0),
        TurnState.Interrupted => Interrupted(turn),
        TurnState.Failed when turn is { Error: null, FinishReason: not null } => WithoutText(turn),
        _ => turn.Error is { } error
            ? ErrorText.For(error, turn.Text.Length > 0)
            : new("The run failed.", $"No cause was recorded. {Kept(turn)}", Error, Retry),
    };

    /// <summary>A finish reason in words; its own name when it is new.</summary>
    public static string Finish(string? reason) => reason switch
    {
        null or "" => "No finish reason",
        "STOP" => "Stop",
        "MAX_TOKENS" => "Max tokens",
        "SAFETY" => "Safety",
        "RECITATION" => "Recitation",
        "LANGUAGE" => "Language",
        "BLOCKLIST" => "Blocked words",
        "PROHIBITED_CONTENT" => "Prohibited content",
        "SPII" => "Personal data",
        "MALFORMED_FUNCTION_CALL" => "Malformed function call",
        "UNEXPECTED_TOOL_CALL" => "Unexpected tool call",
        "TOO_MANY_TOOL_CALLS" => "Too many tool calls",
        "MISSING_THOUGHT_SIGNATURE" => "Missing thought signature",
        "MALFORMED_RESPONSE" => "Malformed response",
        "IMAGE_SAFETY" => "Image safety",
        "IMAGE_PROHIBITED_CONTENT" => "Prohibited image",
        "IMAGE_RECITATION" => "Image recitation",
        "IMAGE_OTHER" => "Image not made",
        "NO_IMAGE" => "No image",
        "OTHER" => "Other",
        "FINISH_REASON_UNSPECIFIED" => "Unspecified",
        _ => reason.Replace('_', ' ').ToLowerInvariant() is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : reason,
    };

    private static Outcome Truncated(TurnView turn)
    {
        var limit = turn.Settings?.MaxOutputTokens is { } max ? $"{Words.Count(max)} tokens" : "the model's output limit";
        return turn.Text.Length > 0
            ? new($"Stopped at {limit}.", "The part that arrived is kept above.", Note, Continue, RaiseLimit)
            : new($"Stopped at {limit} before any text.",
                turn.Usage?.ThoughtsTokens > 0
                    ? $"All of it went into thinking, {Words.Count(turn.Usage.ThoughtsTokens)} tokens. A higher limit or less thinking leaves room for the answer."
                    : "A higher limit leaves room for the answer.",
                Warning, RaiseLimit, Retry);
    }

    private static Outcome BlockedPrompt(TurnView turn, string reason) => new(
        "Google blocked the prompt before it was answered.",
        reason switch
        {
            "SAFETY" => $"The safety filters refused it (SAFETY{(SafetyText.Named(turn) is { } named ? $": {named}" : "")}). {SafetyText.Cause(turn)}Reword the prompt, or loosen the safety settings.",
            "BLOCKLIST" => "It contains words on Google's block list (BLOCKLIST). Reword the prompt.",
            "PROHIBITED_CONTENT" => "Google does not allow its content (PROHIBITED_CONTENT). Safety settings do not change this.",
            "IMAGE_SAFETY" => "The safety filters refused an image (IMAGE_SAFETY). Use another image.",
            "OTHER" or "BLOCK_REASON_UNSPECIFIED" => "Google gives no reason (" + reason + "). Reword the prompt.",
            _ => $"Google's reason is {reason}. Reword the prompt, or look at the raw answer.",
        },
        Warning, reason == "SAFETY" ? [ChangeSafety, Retry, PickModel, ShowRaw] : [Retry, PickModel, ShowRaw]);

    private static Outcome BlockedAnswer(TurnView turn)
    {
        var why = turn.FinishReason switch
        {
            "SAFETY" => "its safety filters" + (SafetyText.Named(turn) is { } named ? $": {named}" : ""),
            "RECITATION" => "text too close to something published",
            "LANGUAGE" => "a language that it does not support",
            "BLOCKLIST" => "words on a block list",
            "PROHIBITED_CONTENT" => "content that Google does not allow",
            "SPII" => "personal data that it must not repeat",
            "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" => "an image that the filters refused",
            "IMAGE_RECITATION" => "an image too close to something published",
            "NO_IMAGE" or "IMAGE_OTHER" => "an image that it did not make",
            _ => $"the reason {turn.FinishReason ?? "that Google did not name"}",
        };
        return new($"The model stopped for {why}.", Said(turn) + SafetyText.Cause(turn) + Kept(turn), Warning, turn.FinishReason == "SAFETY" ? [ChangeSafety, Retry, PickModel, ShowRaw] : [Retry, PickModel, ShowRaw]);
    }

    private static Outcome WithoutText(TurnView turn) => turn.FinishReason switch
    {
        "MALFORMED_FUNCTION_CALL" => new("The model wrote a function call that cannot be read.", Said(turn) + "Run again, or simplify the function's schema.", Warning, Retry, ShowRaw),
        "UNEXPECTED_TOOL_CALL" => new("The model called a tool that is not switched on.", Said(turn) + "Switch the tool on, or tell the model to answer without it.", Warning, Retry, ShowRaw),
        "TOO_MANY_TOOL_CALLS" => new("The model called tools too many times in a row.", Said(turn) + "Ask for less in one prompt.", Warning, Retry, ShowRaw),
        "STOP" => new("The model ended without a word.", "Google reports a normal stop and no text. Running again often helps.", Warning, Retry, PickModel, ShowRaw),
        null or "" => new("The answer had no candidates.", "Google accepted the prompt and sent nothing back. Nothing is lost.", Warning, Retry, ShowRaw),
        var reason => new($"The model stopped for {Finish(reason).ToLowerInvariant()}.", Said(turn) + $"Google's reason is {reason}. {Kept(turn)}", Warning, Retry, ShowRaw),
    };

    private static Outcome Unknown(TurnView turn, string reason) => new(
        $"The model ended: {reason}.", $"{Said(turn)}This studio does not know that reason yet, so the answer may be incomplete. {Kept(turn)}",
        Warning, turn.Text.Length > 0 ? [Continue, Retry, ShowRaw] : [Retry, ShowRaw]);

    private static Outcome Interrupted(TurnView turn) => turn.Text.Length > 0
        ? new(turn.Usage?.CandidatesTokens is > 0 and var tokens ? $"The stream stopped after {Words.Count(tokens)} tokens." : "The stream stopped before the end.",
            Cause(turn) + "The part that arrived is kept above.", Note, Continue, Retry)
        : new("The stream stopped before the first word.", Cause(turn) + "Your message is kept. The attempt may have been charged.", Warning, Retry, ShowRaw);

    // Why it broke off is in our own words: a limit of time, or a connection that is gone.
    private static string Cause(TurnView turn) => turn.Error is { Message.Length: > 0 } error ? error.Message.TrimEnd('.') + ". " : "";

    private static string Said(TurnView turn) => turn.FinishMessage is { Length: > 0 } message ? $"Google says: {message.TrimEnd('.')}. " : "";

    private static string Kept(TurnView turn) => turn.Text.Length > 0 ? "The part that arrived is kept above." : "Your message is kept.";
}
