using System.Globalization;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>What the checks found, summed over all that was asked so far.</summary>
internal sealed record CrashFindings
{
    public int Asked { get; init; }

    public int Acknowledged { get; init; }

    /// <summary>Answers of which at least a word was seen.</summary>
    public int Seen { get; init; }

    public int WordsSeen { get; init; }

    public int Requests { get; init; }

    public int Ledger { get; init; }

    /// <summary>Attempts that were committed as dispatched and never left.</summary>
    public int Unsent { get; init; }

    public int Interrupted { get; init; }

    /// <summary>Each breach in words: empty when all invariants hold.</summary>
    public required IReadOnlyList<(string Invariant, string What)> Breaches { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Asked} asked, {Acknowledged} acknowledged, {Seen} seen ({WordsSeen} words), {Interrupted} interrupted, {Requests} requests, {Ledger} ledger rows, {Unsent} dispatched but unsent, {Count(CrashCheck.Lost)} lost, {Count(CrashCheck.SeenButLost)} seen but lost, {Count(CrashCheck.DoubleBilled)} double-billed, {Count(CrashCheck.Stuck)} stuck");

    private int Count(string invariant) => Breaches.Count(b => b.Invariant == invariant);
}

/// <summary>The invariants of the turn protocol, asked of the database, of the emulator and of the journal.</summary>
internal static class CrashCheck
{
    public const string Lost = "lost", SeenButLost = "seen but lost", DoubleBilled = "double-billed", Stuck = "stuck", Ledger = "ledger", Reserved = "reserved", Damaged = "damaged", NoLogId = "no log id";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<CrashFindings> RunAsync(PublishedStudio studio, CrashJournal journal)
    {
        var database = studio.Database;
        var breaches = new List<(string, string)>();
        var users = (await database.RowsAsync("SELECT LOWER(CAST(\"Id\" AS TEXT)), \"Parts\" FROM \"Turns\" WHERE \"Role\" = 'user'", Cancellation)).ToDictionary(r => r[0], r => r[1]);
        var answers = (await database.RowsAsync(
            "SELECT LOWER(CAST(\"ParentId\" AS TEXT)), LOWER(CAST(\"Id\" AS TEXT)), \"State\", \"Parts\", \"Error\" FROM \"Turns\" WHERE \"Role\" = 'model'", Cancellation)).ToLookup(r => r[0]);
        var attempts = (await database.RowsAsync(
            "SELECT LOWER(CAST(a.\"TurnId\" AS TEXT)), COUNT(*), COUNT(l.\"Id\"), COUNT(DISTINCT l.\"AttemptId\"), COALESCE(SUM(l.\"OutputTokens\"), 0), "
            + "SUM(CASE WHEN l.\"Source\" = 'Estimated' THEN 1 ELSE 0 END) FROM \"Attempts\" a LEFT JOIN \"Ledger\" l ON l.\"AttemptId\" = a.\"Id\" GROUP BY a.\"TurnId\"",
            Cancellation)).ToDictionary(r => r[0], r => r[1..].Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray());
        var requests = studio.Google.Received.Where(r => r.Verb == "streamGenerateContent").Select(r => CrashPrompt.MarkOf(r.Body)).Where(m => m is not null)
            .GroupBy(m => m!).ToDictionary(g => g.Key, g => g.Count());
        var marks = users.Values.Select(CrashPrompt.MarkOf).Where(m => m is not null).GroupBy(m => m!).ToDictionary(g => g.Key, g => g.Count());
        var unsent = 0;
        foreach (var prompt in journal.Asked)
        {
            var id = prompt.TurnId.ToString();
            if (journal.WasAcknowledged(prompt) && (!users.ContainsKey(id) || !answers[id].Any()))
            {
                breaches.Add((Lost, $"turn {id} was acknowledged and is not there"));
            }

            var copies = marks.GetValueOrDefault(prompt.Mark);
            if (copies > 1 || answers[id].Count() > 1)
            {
                breaches.Add((Lost, $"turn {id} is there {copies} times with {answers[id].Count()} answers"));
            }

            var answer = answers[id].FirstOrDefault();
            var missing = journal.SeenOf(prompt).Except(prompt.WordsIn(CrashPrompt.TextOf(answer?[3] ?? "[]"))).Count();
            if (missing > 0)
            {
                breaches.Add((SeenButLost, $"{missing} words of turn {id}, which is {answer?[2]}"));
            }

            var asked = requests.GetValueOrDefault(prompt.Mark);
            var booked = answer is null ? [0, 0, 0, 0, 0] : attempts.GetValueOrDefault(answer[1]) ?? [0, 0, 0, 0, 0];
            if (booked[0] != booked[1] || booked[1] != booked[2])
            {
                breaches.Add((DoubleBilled, $"turn {id}: {booked[0]} attempts, {booked[1]} ledger rows"));
            }

            var left = booked[0] - asked;
            unsent += Math.Max(0, left);
            if (left < 0 || (left > 0 && (booked[4] == 0 || answer?[2] != "Interrupted")))
            {
                breaches.Add((Ledger, $"turn {id}, {answer?[2]}: {booked[0]} attempts, {asked} requests"));
            }

            if (answer is [_, _, "Failed", _, var error] && !HasLogId(studio, error))
            {
                breaches.Add((NoLogId, $"turn {id}: {error}"));
            }
        }

        await CheckWholeAsync(database, breaches);
        var all = journal.Asked;
        return new CrashFindings
        {
            Asked = all.Count,
            Acknowledged = all.Count(journal.WasAcknowledged),
            Seen = all.Count(p => journal.SeenOf(p).Count > 0),
            WordsSeen = all.Sum(p => journal.SeenOf(p).Count),
            Requests = requests.Values.Sum(),
            Ledger = (int)await database.NumberAsync("SELECT COUNT(*) FROM \"Ledger\"", Cancellation),
            Unsent = unsent,
            Interrupted = answers.SelectMany(a => a).Count(a => a[2] == "Interrupted"),
            Breaches = breaches,
        };
    }

    /// <summary>Whether nothing is under way any more.</summary>
    public static async Task<bool> IsIdleAsync(CrashDatabase database) => await UnderWayAsync(database) == 0;

    private static Task<long> UnderWayAsync(CrashDatabase database) => database.NumberAsync(
        "SELECT (SELECT COUNT(*) FROM \"Turns\" WHERE \"State\" IN ('Pending', 'Streaming')) + (SELECT COUNT(*) FROM \"Attempts\" WHERE \"SettledAt\" IS NULL)"
        + " + (SELECT COUNT(*) FROM \"Segments\")", Cancellation);

    private static async Task CheckWholeAsync(CrashDatabase database, List<(string, string)> breaches)
    {
        var stuck = await UnderWayAsync(database);
        breaches.AddRange(Enumerable.Repeat((Stuck, "a turn, an attempt or a segment is under way"), (int)stuck));
        var reserved = await database.NumberAsync("SELECT (SELECT COALESCE(SUM(ABS(\"Reserved\")), 0) FROM \"BudgetWindows\") + (SELECT COUNT(*) FROM \"Reservations\")", Cancellation);
        var drift = await database.NumberAsync("SELECT (SELECT COALESCE(SUM(\"Used\"), 0) FROM \"BudgetWindows\") - (SELECT COALESCE(SUM(\"TotalTokens\"), 0) FROM \"Ledger\")", Cancellation);
        if (reserved != 0 || drift != 0)
        {
            breaches.Add((Reserved, $"{reserved} are reserved, and the budget counts {drift} more than the ledger"));
        }

        if (await database.DamageAsync(Cancellation) is { Length: > 0 } damage)
        {
            breaches.Add((Damaged, damage));
        }
    }

    private static bool HasLogId(PublishedStudio studio, string error) =>
        System.Text.Json.JsonDocument.Parse(error).RootElement.EnumerateObject().FirstOrDefault(p => p.Name.Equals("logId", StringComparison.OrdinalIgnoreCase)).Value
            is { ValueKind: System.Text.Json.JsonValueKind.String } id && studio.Output.Contains(id.GetString()!, StringComparison.Ordinal);
}
