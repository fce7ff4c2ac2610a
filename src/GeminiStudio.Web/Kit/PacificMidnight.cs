namespace GeminiStudio.Web.Kit;

/// <summary>When Google's daily limits begin anew: midnight in Los Angeles.</summary>
/// <remarks>ai.google.dev/gemini-api/docs/rate-limits</remarks>
internal static class PacificMidnight
{
    /// <summary>The next one after a moment, UTC; null where the zone is not known.</summary>
    public static DateTime? After(DateTime utc)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("America/Los_Angeles", out var zone))
        {
            return null;
        }

        var midnight = TimeZoneInfo.ConvertTimeFromUtc(utc, zone).Date.AddDays(1);
        return TimeZoneInfo.ConvertTimeToUtc(midnight, zone);
    }
}
