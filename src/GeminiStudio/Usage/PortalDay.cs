namespace GeminiStudio.Usage;

/// <summary>Days and months as the portal counts them, in its own time zone.</summary>
public sealed class PortalDay(TimeProvider time, StudioOptions options)
{
    private readonly TimeZoneInfo _zone = options.Zone;

    public DateOnly Today => DateOnly.FromDateTime(Local(time.GetUtcNow().UtcDateTime));

    /// <summary>A UTC moment in the portal's zone.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);

    /// <summary>A day as the number yyyymmdd.</summary>
    public static int Number(DateOnly day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    /// <summary>The day of a number yyyymmdd.</summary>
    public static DateOnly FromNumber(int number) => new(number / 10_000, number / 100 % 100, number % 100);
}
