namespace GeminiStudio.Gemini;

/// <summary>A failed call, with Google's own words and what follows from them.</summary>
public sealed class GeminiException(GeminiErrorKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public GeminiErrorKind Kind { get; } = kind;

    /// <summary>HTTP status of Google's answer; null when there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary><c>google.rpc.Code</c> name, for example <c>RESOURCE_EXHAUSTED</c>; null when there was no envelope.</summary>
    public string? Status { get; init; }

    /// <summary><c>google.rpc.ErrorInfo.reason</c>, for example <c>API_KEY_INVALID</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>How long Google asks to wait before trying again; null when it does not say.</summary>
    /// <remarks><c>google.rpc.RetryInfo.retryDelay</c>, seconds with fraction. ai.google.dev/gemini-api/docs/rate-limits</remarks>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The limits that were reached, from <c>google.rpc.QuotaFailure</c>.</summary>
    public IReadOnlyList<QuotaViolation> Quotas { get; init; } = [];

    /// <summary>Request fields that Google names, from <c>google.rpc.BadRequest</c>, as snake_case paths.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <summary>The error's body as it came, at most 4 KB, keys removed; null when there was none.</summary>
    public string? RawBody { get; init; }

    /// <summary>Whether the answer had begun, with its first byte or with headers that promise one: then nothing is ever sent again.</summary>
    public bool AnswerStarted { get; init; }

    /// <summary>Whether every call with this key would be refused, whatever it asks.</summary>
    public bool RefusesKey => Kind == GeminiErrorKind.KeyRejected
        || (Kind == GeminiErrorKind.PermissionDenied && Reason is ("SERVICE_DISABLED" or "BILLING_DISABLED"));

    /// <summary>Whether the same request may succeed later and nothing of the answer was seen.</summary>
    public bool IsTransient => !AnswerStarted
        && Kind is (GeminiErrorKind.RateLimited or GeminiErrorKind.Unavailable or GeminiErrorKind.Unreachable or GeminiErrorKind.TimedOut);
}

/// <summary>One limit that was reached.</summary>
/// <param name="QuotaId">For example <c>GenerateRequestsPerMinutePerProjectPerModel-FreeTier</c>.</param>
/// <param name="Metric">For example <c>generativelanguage.googleapis.com/generate_requests_per_model</c>.</param>
/// <param name="Limit">The limit's value; null when Google does not say.</param>
/// <param name="Model">The model that it counts for; null for all.</param>
public sealed record QuotaViolation(string? QuotaId, string? Metric, long? Limit, string? Model);

/// <summary>A field that Google refused.</summary>
/// <param name="Field">Proto path in snake_case, for example <c>generation_config.temperature</c>; empty for the request as a whole.</param>
/// <param name="Description">Google's words.</param>
public sealed record FieldViolation(string Field, string Description);
