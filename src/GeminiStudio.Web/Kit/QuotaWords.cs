using GeminiStudio.Gemini;

namespace GeminiStudio.Web.Kit;

/// <summary>Google's quota ids in words.</summary>
internal static class QuotaWords
{
    /// <summary>For example "Requests per minute, 15, free tier"; the id itself when it is of a new shape.</summary>
    public static string For(QuotaViolation quota)
    {
        var id = quota.QuotaId ?? quota.Metric ?? "";
        var what = Has(id, "token") ? "Tokens" : Has(id, "request") ? "Requests" : null;
        var per = Has(id, "PerDay") ? "day" : Has(id, "PerMinute") ? "minute" : null;
        var name = what is null ? id : per is null ? what : $"{what} per {per}";
        var limit = quota.Limit is { } value ? $", {Words.Count(value)}" : "";
        return name + limit + (Has(id, "FreeTier") ? ", free tier" : "") + (quota.Model is { Length: > 0 } model ? $", {model}" : "");
    }

    private static bool Has(string id, string part) => id.Contains(part, StringComparison.OrdinalIgnoreCase);
}
