namespace GeminiStudio.Gemini;

/// <summary>Why a call failed, by what a person can do about it.</summary>
public enum GeminiErrorKind
{
    /// <summary>Google refused the request itself (400 INVALID_ARGUMENT, 404 on a field, 413).</summary>
    InvalidRequest,

    /// <summary>No key was sent, or none is known to the server.</summary>
    KeyMissing,

    /// <summary>The key is wrong, expired, revoked, leaked or restricted.</summary>
    KeyRejected,

    /// <summary>The key is good, but may not do this (API off, model not allowed, foreign file).</summary>
    PermissionDenied,

    /// <summary>Google does not serve the place that the request came from, or a precondition is not met.</summary>
    FailedPrecondition,

    /// <summary>The model or resource does not exist.</summary>
    NotFound,

    /// <summary>A limit per minute, or capacity: waiting helps.</summary>
    RateLimited,

    /// <summary>A limit per day or a limit of zero: waiting until midnight Pacific or another model helps.</summary>
    QuotaExhausted,

    /// <summary>Google is overloaded or failed (500, 502, 503).</summary>
    Unavailable,

    /// <summary>Google gave up (504) or one of our own time limits passed.</summary>
    TimedOut,

    /// <summary>No connection: DNS, TCP, TLS, proxy.</summary>
    Unreachable,

    /// <summary>The connection broke after the answer had begun, or ended without a finish reason.</summary>
    Interrupted,

    /// <summary>The answer is not what the API promises: malformed JSON, a redirect, HTML.</summary>
    Protocol,

    /// <summary>The answer passed a size limit of ours.</summary>
    TooLarge,

    /// <summary>A budget of this server refused the call; nothing was sent.</summary>
    BudgetExceeded,

    /// <summary>The studio's own database could not take what had to be written.</summary>
    Storage,

    /// <summary>The studio itself failed; its log says why.</summary>
    Internal,

    /// <summary>Anything else that Google reports.</summary>
    Other,
}
