using System.Globalization;

namespace GeminiStudio.Web.Usage;

/// <summary>The period that the usage page shows, and the one that it is compared with.</summary>
/// <param name="Name">As the switch names it.</param>
/// <param name="Days">How many days, today included.</param>
public sealed record UsageRange(string Name, int Days)
{
    private const int DaysOfSparkline = 14;

    public static UsageRange Today { get; } = new("Today", 1);

    public static UsageRange Fortnight { get; } = new("14 days", 14);

    public static UsageRange Month { get; } = new("30 days", 30);

    public static IReadOnlyList<UsageRange> All { get; } = [Today, new("7 days", 7), Fortnight, Month];

    /// <summary>As a figure's name ends: "today", "in 14 days".</summary>
    public string When => Days == 1 ? "today" : $"in {Days} days";

    /// <summary>The days shown, oldest first.</summary>
    public IReadOnlyList<DateOnly> DaysUntil(DateOnly today) => Until(today, Days);

    /// <summary>The days that a figure's line shows: the period, and never fewer than 14.</summary>
    public IReadOnlyList<DateOnly> LineUntil(DateOnly today) => Until(today, Math.Max(Days, DaysOfSparkline));

    /// <summary>The days that are compared with: the same weekday a week ago, else as many days right before.</summary>
    public IReadOnlyList<DateOnly> DaysBefore(DateOnly today) => Days == 1 ? [today.AddDays(-7)] : Until(today.AddDays(-Days), Days);

    /// <summary>What is compared with, in words: "on last Tuesday", "on the 14 days before".</summary>
    public string Compared(DateOnly today) =>
        Days == 1 ? $"on last {today.ToString("dddd", CultureInfo.InvariantCulture)}" : $"on the {Days} days before";

    public DateOnly FirstDayToLoad(DateOnly today) => today.AddDays(1 - Math.Max(2 * Days, DaysOfSparkline));

    private static IReadOnlyList<DateOnly> Until(DateOnly last, int days) => [.. Enumerable.Range(1 - days, days).Select(last.AddDays)];
}
