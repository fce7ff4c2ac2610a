using GeminiStudio.Usage;
using GeminiStudio.Web.Kit;

namespace GeminiStudio.Web.Usage;

/// <summary>The period that the usage page shows.</summary>
public enum UsageRange
{
    Today,
    Days30,
}

/// <summary>A figure of the ledger that bars can show.</summary>
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

/// <summary>What was used today or in thirty days: four figures, bars by day and a table by model.</summary>
public partial class UsageSummary
{
    private IReadOnlyList<DateOnly> Days => Range == UsageRange.Today ? [Today] : [.. Enumerable.Range(0, 30).Select(i => Today.AddDays(i - 29))];

    private IReadOnlyList<string> ModelIds => [.. (Rows ?? []).GroupBy(r => r.ModelId).OrderByDescending(g => g.Sum(r => (long)r.Requests)).Select(g => g.Key)];

    private IReadOnlyList<UsageSeries> Series =>
        [.. ModelIds.Select((id, i) => new UsageSeries(Names.GetValueOrDefault(id, id), Math.Min(i, 5) + 1, [.. Days.Select(day => (Rows ?? []).Where(r => r.ModelId == id && r.Day == day).Sum(Chart.Of))]))];

    private IEnumerable<(string Name, string Value, string Note)> Stats
    {
        get
        {
            var rows = (Rows ?? []).ToList();
            var when = Range == UsageRange.Today ? "today" : "in 30 days";
            long requests = rows.Sum(r => r.Requests), prompt = rows.Sum(r => r.PromptTokens), cached = rows.Sum(r => r.CachedTokens), errors = rows.Sum(r => r.Errors);
            yield return ($"Requests {when}", Words.Count(requests), $"{rows.Select(r => r.ModelId).Distinct().Count()} models");
            yield return ($"Tokens {when}", Words.Short(rows.Sum(r => r.TotalTokens)), prompt > 0 ? $"{cached * 100 / prompt}% cached" : "");
            yield return ($"Cost {when}", Words.Cost(rows.Sum(r => r.CostMicroUsd)), rows.Sum(r => r.Unpriced) is > 0 and var unpriced
                ? $"at least: {Words.Count(unpriced)} have no known price" : rows.Any(r => r.Estimated > 0) ? "partly estimated" : "at list prices");
            yield return ("Errors", Words.Count(errors), requests > 0 ? $"{errors * 100.0 / requests:0.0}% of requests" : "");
        }
    }
}
