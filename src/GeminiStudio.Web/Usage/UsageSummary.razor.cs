using System.Globalization;
using GeminiStudio.Usage;
using GeminiStudio.Web.Kit;

namespace GeminiStudio.Web.Usage;

/// <summary>A number of the ledger that lines and bars can show.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Of">Reads it.</param>
/// <param name="Write">Writes it.</param>
public sealed record UsageMeasure(string Title, Func<UsageRow, long> Of, Func<long, string> Write)
{
    public static IReadOnlyList<UsageMeasure> All { get; } =
        [new("Requests", r => r.Requests, Words.Count), new("Tokens", r => r.TotalTokens, Words.Short), new("Cost", r => r.CostMicroUsd, Words.Cost)];
}

/// <summary>One model's bars.</summary>
/// <param name="Name">What people call the model.</param>
/// <param name="Colour">1 to 6, the same for a model everywhere on the page.</param>
/// <param name="Values">One for each day.</param>
public sealed record UsageSeries(string Name, int Colour, IReadOnlyList<long> Values);

/// <summary>What was used in a period: four figures, bars by day and a table by model.</summary>
public partial class UsageSummary
{
    private static readonly UsageMeasure Errors = new("Errors", r => r.Errors, Words.Count);

    private IReadOnlyList<UsageRow> Shown => RowsOf(Range.DaysUntil(Today));

    private IReadOnlyList<string> ModelIds => [.. Shown.GroupBy(r => r.ModelId).OrderByDescending(g => g.Sum(r => (long)r.Requests)).Select(g => g.Key)];

    private IReadOnlyList<UsageSeries> Series =>
        [.. ModelIds.Select((id, i) => new UsageSeries(Names.GetValueOrDefault(id, id), Math.Min(i, 5) + 1, [.. Range.DaysUntil(Today).Select(day => Shown.Where(r => r.ModelId == id && r.Day == day).Sum(Chart.Of))]))];

    private IEnumerable<UsageFigure.Data> Figures
    {
        get
        {
            var rows = Shown;
            long requests = rows.Sum(r => r.Requests), prompt = rows.Sum(r => r.PromptTokens), unpriced = rows.Sum(r => r.Unpriced), errors = rows.Sum(r => r.Errors);
            var models = ModelIds.Count;
            yield return Figure(UsageMeasure.All[0], 1, models == 1 ? "1 model" : $"{models} models");
            yield return Figure(UsageMeasure.All[1], 1, prompt > 0 ? $"{rows.Sum(r => r.CachedTokens) * 100 / prompt}% cached" : "");
            yield return Figure(UsageMeasure.All[2], 4, unpriced > 0
                ? $"at least: {Words.Count(unpriced)} without a known price" : rows.Any(r => r.Estimated > 0) ? "partly estimated" : "at list prices");
            yield return Figure(Errors, 4, requests > 0 ? string.Create(CultureInfo.InvariantCulture, $"{errors * 100.0 / requests:0.0}% of requests") : "") with { Change = null };
        }
    }

    private UsageFigure.Data Figure(UsageMeasure measure, int colour, string note)
    {
        long now = Shown.Sum(measure.Of), before = RowsOf(Range.DaysBefore(Today)).Sum(measure.Of);
        return new UsageFigure.Data
        {
            Name = $"{measure.Title} {Range.When}",
            Value = measure.Write(now),
            Note = note,
            Change = before > 0 ? string.Create(CultureInfo.InvariantCulture, $"{(now - before) * 100.0 / before:+0;-0;0}%") : null,
            Compared = Range.Compared(Today),
            Colour = colour,
            Line = [.. Range.LineUntil(Today).Select(day => RowsOf([day]).Sum(measure.Of))],
        };
    }

    private IReadOnlyList<UsageRow> RowsOf(IReadOnlyList<DateOnly> days) => [.. (Rows ?? []).Where(r => days.Contains(r.Day))];
}
