using System.Globalization;

namespace GeminiStudio.Web.Kit;

/// <summary>Numbers and times as the whole product writes them.</summary>
internal static class Words
{
    /// <summary>1,184.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>840, 64k, 18.6M.</summary>
    public static string Short(long value) => value switch
    {
        >= 1_000_000 => Trim(value / 1_000_000.0) + "M",
        >= 10_000 => Trim(Math.Floor(value / 100.0) / 10) + "k",
        _ => Count(value),
    };

    /// <summary>1M, 65k, 8k: a limit, rounded the way people say it.</summary>
    public static string Limit(long value) => value switch
    {
        >= 1_000_000 => $"{Trim(Math.Round(value / 1_000_000.0, 1))}M",
        >= 1_000 => $"{value / 1000}k",
        _ => Count(value),
    };

    /// <summary>0.9 s, 1 min 4 s.</summary>
    public static string Seconds(long milliseconds) => milliseconds < 60_000
        ? (milliseconds / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : $"{milliseconds / 60_000} min {milliseconds % 60_000 / 1000} s";

    /// <summary>45 s, 2 min 5 s, 3 h 10 min: what is left to wait, rounded up.</summary>
    public static string Left(TimeSpan left)
    {
        var seconds = (long)Math.Ceiling(left.TotalSeconds);
        return seconds < 60 ? $"{seconds} s" : seconds < 3600 ? $"{seconds / 60} min {seconds % 60} s" : $"{seconds / 3600} h {seconds % 3600 / 60} min";
    }

    /// <summary>$0.0047 below ten cents, else $8.42; "under $0.0001" rather than nothing.</summary>
    public static string Cost(long microUsd) => microUsd switch
    {
        0 => "$0.00",
        > 0 and < 100 => "under $0.0001",
        < 100_000 => "$" + (microUsd / 1_000_000m).ToString("0.0000", CultureInfo.InvariantCulture),
        _ => "$" + (microUsd / 1_000_000m).ToString("N2", CultureInfo.InvariantCulture),
    };

    /// <summary>A price per million tokens: $0.30, $0.075.</summary>
    public static string Price(long microUsd) => "$" + (microUsd / 1_000_000m).ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>11:04 today, else 20 Nov, else 20 Nov 2025; in the zone of <paramref name="time" />.</summary>
    public static string When(DateTime utc, TimeProvider time)
    {
        var (local, now) = (Local(utc, time), Local(time.GetUtcNow().UtcDateTime, time));
        return local.Date == now.Date ? Clock(utc, time)
            : local.ToString(local.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>11:04.</summary>
    public static string Clock(DateTime utc, TimeProvider time) => Local(utc, time).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Today, Yesterday, Friday 20 November; with the year when it is another.</summary>
    public static string Day(DateTime utc, TimeProvider time)
    {
        var (day, today) = (Local(utc, time).Date, Local(time.GetUtcNow().UtcDateTime, time).Date);
        return day == today ? "Today" : day == today.AddDays(-1) ? "Yesterday"
            : day.ToString(day.Year == today.Year ? "dddd d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
    }

    public static DateTime Local(DateTime utc, TimeProvider time) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), time.LocalTimeZone);

    private static string Trim(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
