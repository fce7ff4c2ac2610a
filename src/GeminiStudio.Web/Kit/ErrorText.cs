using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using static GeminiStudio.Web.Kit.OutcomeAction;
using static GeminiStudio.Web.Kit.OutcomeTone;

namespace GeminiStudio.Web.Kit;

/// <summary>Words for each kind of failure of a call.</summary>
internal static class ErrorText
{
    private const string Free = "Nothing was charged.";

    /// <param name="error">What failed.</param>
    /// <param name="hasText">Whether part of the answer is shown.</param>
    public static Outcome For(TurnError error, bool hasText) => error.Kind switch
    {
        GeminiErrorKind.InvalidRequest => new("Google refused the request.", $"{Field(error)}{Free}", Error, Retry, ShowRaw),
        GeminiErrorKind.KeyMissing => new("There is no key to ask Google with.", $"Add one on the Keys page; your message is kept. {Free}", Error, OpenKeys),
        GeminiErrorKind.KeyRejected when error.HttpStatus is null => new($"The key{Key(error)} was refused before, so it was not sent.", $"{Google(error)}{Free} When the key is mended in its Google project, test it on the Keys page.", Error, OpenKeys, Retry),
        GeminiErrorKind.KeyRejected => new($"Google rejected the key{Key(error)}.", $"{KeyReason(error.Reason)} {Free}", Error, [OpenKeys, Retry, ShowRaw],
            ["Open the project in Google AI Studio and make a new key.", "Add it on the Keys page. Chats and settings stay as they are.", "Run again."]),
        GeminiErrorKind.PermissionDenied => new($"The key{Key(error)} may not do this.", $"{Google(error)}{Free}", Error, [OpenKeys, PickModel, ShowRaw],
            ["Check that the Gemini API is switched on in the key's Google project.", "Check that the project may use this model.", "Or pick another model or key."]),
        GeminiErrorKind.FailedPrecondition => new("Google does not serve this request here.", $"{Google(error)}The server's region or the project's billing can be the cause. {Free}", Error, OpenKeys, PickModel, ShowRaw),
        GeminiErrorKind.NotFound => new("Google does not know this model.", $"It was retired, or the key cannot see it. {Free}", Error, PickModel, ShowRaw),
        GeminiErrorKind.RateLimited => new("The limit per minute is used up.", $"{Quota(error)}Waiting helps; your message is kept.", Warning, Retry, PickModel, OpenKeys, ShowRaw),
        GeminiErrorKind.QuotaExhausted => new("The limit for today is used up.", $"{Quota(error)}It resets at midnight Pacific time. Another model has its own limit.", Warning, PickModel, OpenKeys, ShowRaw),
        GeminiErrorKind.Unavailable => new("Google is overloaded or failing.", $"{Google(error)}{Parts(hasText)}", Warning, Retry, PickModel, ShowRaw),
        GeminiErrorKind.TimedOut => new("The answer took too long.", $"{Parts(hasText)} A shorter prompt or less thinking is faster.", Warning, hasText ? [Continue, Retry, ShowRaw] : [Retry, ShowRaw]),
        GeminiErrorKind.Unreachable => new("Google could not be reached.", $"The server found no way there: name lookup, network or proxy. Your message is kept. {Free}", Error, Retry, ShowRaw),
        GeminiErrorKind.Interrupted => new("The connection broke while the answer arrived.", Parts(hasText), Warning, hasText ? [Continue, Retry] : [Retry, ShowRaw]),
        GeminiErrorKind.Protocol => new("Google's answer could not be read.", $"Something between this server and Google may have changed it. {Parts(hasText)}", Error, Retry, ShowRaw),
        GeminiErrorKind.TooLarge => new("The answer is larger than this server takes.", $"{Parts(hasText)} Ask for less at once.", Error, Retry, ShowRaw),
        GeminiErrorKind.BudgetExceeded => new("A budget of this server refused the run.", $"{Own(error)}Nothing was sent or charged. A lower output limit reserves less.", Warning, RaiseLimit, PickModel),
        GeminiErrorKind.Storage => new("The studio could not save.", $"{Own(error)}{Parts(hasText)}", Error, hasText ? [Continue, Retry] : [Retry]),
        GeminiErrorKind.Internal => new("The studio itself failed.", $"This is not Google's doing. {Parts(hasText)} Run again; if it happens again, give the log id below to whoever runs this server.", Error, Retry),
        _ => new("Google reported an error.", $"{Google(error)}{Parts(hasText)}", Error, Retry, ShowRaw),
    };

    private static string Key(TurnError error) => error.KeyFingerprint is { Length: > 0 } last ? $" ····{last}" : "";

    private static string KeyReason(string? reason) => reason switch
    {
        "API_KEY_INVALID" => "The key is not valid: it was mistyped, deleted or replaced.",
        "API_KEY_EXPIRED" => "The key has expired.",
        "API_KEY_LEAKED" => "The key was found in public and blocked.",
        "API_KEY_SERVICE_BLOCKED" or "API_KEY_IP_ADDRESS_BLOCKED" or "API_KEY_HTTP_REFERRER_BLOCKED" => "The key's restrictions do not allow this server or this API.",
        "CONSUMER_SUSPENDED" => "The key's Google project is suspended.",
        _ => "The key was deleted, blocked or restricted in the Google project it belongs to.",
    };

    private static string Field(TurnError error) =>
        error.Fields is [var field, ..] && field.Field.Length > 0 ? $"{field.Field}: {Sentence(field.Description)}" : Google(error);

    private static string Google(TurnError error) => error.Message.Length > 0 ? $"Google says: {Sentence(error.Message)}" : "";

    private static string Own(TurnError error) => error.Message.Length > 0 ? Sentence(error.Message) : "";

    private static string Sentence(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        line = line.Length > 300 ? line[..300].TrimEnd() + "…" : line;
        return line.TrimEnd('.') + ". ";
    }

    private static string Quota(TurnError error) =>
        string.Concat(error.Quotas.Select(QuotaWords.For).Where(words => words.Length > 0).Distinct(StringComparer.Ordinal).Select(words => $"{words}. "));

    private static string Parts(bool hasText) => hasText ? "The part that arrived is kept above." : "Your message is kept.";
}
