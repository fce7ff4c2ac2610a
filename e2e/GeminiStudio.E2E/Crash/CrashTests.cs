using System.Diagnostics;
using System.Globalization;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>Kill -9 under load, at every named place and at random ones: what was acknowledged or seen is there, and billed once.</summary>
public abstract class CrashTests
{
    /// <summary>10 s by the protocol, on a machine of its own; the daily run shares its two cores with every other test.</summary>
    private static readonly int Readiness = Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1" ? 10 : 30;
    private static readonly bool IsNightly = Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_every_fail_point_nothing_acknowledged_or_seen_is_lost_and_nothing_is_billed_twice()
    {
        await using var rig = await CrashRig.CreateAsync(await DatabaseAsync(), seed: 1);
        string[] places = IsNightly ? ["accepted:2", "dispatched:2", "streamed:2", .. Enumerable.Range(9, 9).Select(n => $"settle:{n}")] : ["streamed:2", "settle:11"]; // FailPointTests has the others

        foreach (var place in places)
        {
            AssertWhole(await rig.FailAtAsync(place), place);
        }
    }

    [Fact]
    public async Task At_random_moments_nothing_acknowledged_or_seen_is_lost_and_nothing_is_billed_twice()
    {
        var seed = Random.Shared.Next();
        await using var rig = await CrashRig.CreateAsync(await DatabaseAsync(), seed);
        var cycles = Environment.GetEnvironmentVariable("STUDIO_CRASH_CYCLES") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture) : IsNightly ? 200 : 1;
        var watch = Stopwatch.StartNew();
        string? line = null;

        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var findings = await rig.KillAtRandomAsync();
            line = string.Create(CultureInfo.InvariantCulture, $"{GetType().Name}, {cycle} of {cycles} cycles, {watch.Elapsed.TotalSeconds:0} s: {findings}, slowest start {rig.SlowestStart.TotalSeconds:0.0} s");
            AssertWhole(findings, $"seed {seed}, {line}");
            if (cycle % 10 == 0)
            {
                await Console.Out.WriteLineAsync(line);
            }
        }

        TestContext.Current.SendDiagnosticMessage(line!);
        Assert.DoesNotContain(PublishedStudio.Canary, rig.Studio.Output, StringComparison.Ordinal);
        Assert.InRange(rig.SlowestStart, TimeSpan.Zero, TimeSpan.FromSeconds(Readiness));
    }

    /// <summary>Connection string of an empty PostgreSQL database; null means SQLite.</summary>
    protected abstract Task<string?> DatabaseAsync();

    private static void AssertWhole(CrashFindings findings, string when) =>
        Assert.True(findings.Breaches.Count == 0, $"{when}: {string.Join('\n', findings.Breaches)}");
}

public sealed class SqliteCrashTests : CrashTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresCrashTests(PostgresServer postgres) : CrashTests
{
    protected override async Task<string?> DatabaseAsync() => await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
}
