using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using GeminiStudio.Gemini.Wire;

namespace GeminiStudio.Gemini;

/// <summary>Turns what Google or the network refused into one exception that says what can be done.</summary>
internal static partial class GeminiFailure
{
    private const int MostRawBytes = 4096;

    /// <summary>Reasons of <c>google.rpc.ErrorInfo</c> that mean the key itself, not what it may do.</summary>
    private static readonly HashSet<string> KeyReasons =
    [
        "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "API_KEY_HTTP_REFERRER_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED",
        "API_KEY_ANDROID_APP_BLOCKED", "API_KEY_IOS_APP_BLOCKED", "ACCESS_TOKEN_TYPE_UNSUPPORTED", "ACCESS_TOKEN_EXPIRED",
        "CONSUMER_INVALID", "CONSUMER_SUSPENDED",
    ];

    /// <summary>From an answer with an error status, or from an error object inside a stream (then its own code counts).</summary>
    /// <param name="status">HTTP status; 200 for an error inside a stream.</param>
    /// <param name="body">The body, as far as it was read.</param>
    public static GeminiException FromBody(int status, ReadOnlySpan<byte> body, Secret? key, bool answerStarted, TimeSpan? retryAfterHeader = null)
    {
        var text = KeyMask.Apply(Encoding.UTF8.GetString(body), key);
        var envelope = ErrorEnvelope.TryRead(text, key);
        var code = status is >= 200 and < 300 ? envelope?.Code ?? 500 : status;
        return new GeminiException(Kind(code, envelope, key), Words(code, envelope))
        {
            HttpStatus = code,
            Status = envelope?.Status,
            Reason = envelope?.Reason,
            RetryAfter = envelope?.RetryDelay ?? retryAfterHeader,
            Quotas = envelope?.Quotas ?? [],
            Fields = envelope?.Fields ?? [],
            RawBody = text.Length == 0 ? null : KeyMask.Cut(text, MostRawBytes),
            AnswerStarted = answerStarted,
        };
    }

    /// <summary>From a request that got no answer. The words are ours: a stranger's message may hold anything.</summary>
    /// <param name="proxy">Host of the proxy that was used; null when none.</param>
    public static GeminiException FromTransport(HttpRequestException cause, string host, string? proxy)
    {
        var peer = proxy is null ? host : $"the proxy {proxy} (on the way to {host})";
        var (kind, words) = cause.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => (GeminiErrorKind.Unreachable, $"The name of {peer} was not found (DNS)."),
            HttpRequestError.ConnectionError => (GeminiErrorKind.Unreachable, $"There is no connection to {peer}: it was refused or the network is down (TCP)."),
            HttpRequestError.SecureConnectionError => (GeminiErrorKind.Unreachable, $"The secure connection to {host} failed: its certificate is not trusted, or it does not speak TLS (TLS)."),
            HttpRequestError.ProxyTunnelError => (GeminiErrorKind.Unreachable, $"The proxy {proxy} refused to connect to {host} (proxy)."),
            HttpRequestError.ConfigurationLimitExceeded => (GeminiErrorKind.TooLarge, $"The headers of the answer of {host} are too large."),
            HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => (GeminiErrorKind.Protocol, $"What {host} answered is not HTTP as it should be."),
            _ => (GeminiErrorKind.Unreachable, $"The connection to {peer} broke before an answer began."),
        };
        return new GeminiException(kind, words, cause);
    }

    private static GeminiErrorKind Kind(int code, ErrorEnvelope? envelope, Secret? key)
    {
        var message = envelope?.Message ?? "";
        if (envelope?.Reason is { } reason && KeyReasons.Contains(reason) || code is 400 or 403 && KeyTrouble().IsMatch(message))
        {
            return GeminiErrorKind.KeyRejected;
        }

        return code switch
        {
            400 when envelope?.Status == "FAILED_PRECONDITION" || message.StartsWith("User location is not supported", StringComparison.Ordinal) => GeminiErrorKind.FailedPrecondition,
            400 or 411 or 413 or 414 or 415 or 422 => GeminiErrorKind.InvalidRequest,
            401 or 403 when key is null || envelope?.Reason == "CREDENTIALS_MISSING" || message.Contains("unregistered callers", StringComparison.Ordinal) => GeminiErrorKind.KeyMissing,
            401 => GeminiErrorKind.KeyRejected,
            403 => GeminiErrorKind.PermissionDenied,
            404 when envelope?.Fields.Count > 0 => GeminiErrorKind.InvalidRequest,
            404 => GeminiErrorKind.NotFound,
            407 => GeminiErrorKind.Unreachable,
            409 when envelope?.Status == "ABORTED" => GeminiErrorKind.Unavailable,
            408 or 504 => GeminiErrorKind.TimedOut,
            429 when IsExhausted(envelope) => GeminiErrorKind.QuotaExhausted,
            429 => GeminiErrorKind.RateLimited,
            500 or 502 or 503 => GeminiErrorKind.Unavailable,
            >= 300 and < 400 => GeminiErrorKind.Protocol,
            _ => GeminiErrorKind.Other,
        };
    }

    /// <summary>A limit per day, or one of zero: minutes of waiting will not help.</summary>
    private static bool IsExhausted(ErrorEnvelope? envelope) => envelope is not null
        && (envelope.Quotas.Any(q => q.Limit == 0 || q.QuotaId?.Contains("PerDay", StringComparison.Ordinal) == true)
            || LimitOfZero().IsMatch(envelope.Message ?? ""));

    private static string Words(int code, ErrorEnvelope? envelope)
    {
        if (code is >= 300 and < 400)
        {
            return $"The server answered with a redirect ({code}). It was not followed, because the key would go with it.";
        }

        if (envelope?.Message is { } message && !string.IsNullOrWhiteSpace(message))
        {
            return KeyMask.Cut(message.Trim(), MostRawBytes);
        }

        return code switch
        {
            404 => "The server does not know this path (404). Check the base URL and the API version.",
            407 => "The proxy asks for a user and a password (407).",
            413 => "The request is larger than the server takes (413).",
            429 => "Too many requests (429).",
            _ => $"The server answered {code}{(Enum.IsDefined((HttpStatusCode)code) ? $" {(HttpStatusCode)code}" : "")} without saying why.",
        };
    }

    // Google gives these two no reason of their own. ai.google.dev/gemini-api/docs/troubleshooting
    [GeneratedRegex("API key not valid|API key expired|API key was reported as leaked|API key not found", RegexOptions.CultureInvariant)]
    private static partial Regex KeyTrouble();

    [GeneratedRegex(@"\blimit: 0(?![\d.])", RegexOptions.CultureInvariant)]
    private static partial Regex LimitOfZero();
}
