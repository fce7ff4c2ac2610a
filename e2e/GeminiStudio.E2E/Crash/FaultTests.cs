using System.Diagnostics;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>Faults of the machine around the published program: a stop under load, blocked threads, a full disk, a lost file, a second instance.</summary>
public sealed class FaultTests(PostgresServer postgres)
{
    private static readonly int Streams = Nightly.IsOn ? 50 : 16;
    private const string Long = "Tell me a long story.\n!!words 2000\n!!pace 100ms";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_polite_stop_under_many_streams_ends_every_turn_in_time()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google);
        var (program, _) = await studio.StartReadyAsync();
        var tabs = new List<Circuit>();
        for (var tab = 0; tab < Streams; tab++)
        {
            tabs.Add(await Circuit.OpenAsync(program.Address, Cancellation));
            Assert.True(await tabs[^1].RunAsync(Guid.NewGuid(), Long, Cancellation));
        }

        await Wait.UntilAsync(async () => await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Turns\" WHERE \"State\" = 'Streaming'", Cancellation) == Streams, "all stream", Cancellation);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await program.StopAsync(Cancellation));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // 8 by design; a container's stop waits 10
        Assert.True(await CrashCheck.IsIdleAsync(studio.Database));
        Assert.Equal(Streams, await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Turns\" WHERE \"State\" = 'Interrupted'", Cancellation));
        Assert.Equal(Streams, await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Ledger\"", Cancellation));
        foreach (var tab in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_poisoned_turn_fails_with_an_id_that_is_in_the_log_and_the_server_lives()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google);
        var program = await studio.StartAsync("poison:1");
        await using var tab = await Circuit.OpenAsync(program.Address, Cancellation);

        Assert.True(await tab.RunAsync(Guid.NewGuid(), "Hello", Cancellation));
        await Wait.UntilAsync(() => tab.Shown.Contains("The studio itself failed", StringComparison.Ordinal), "the failure is shown", Cancellation);
        Assert.True(await tab.RunAsync(Guid.NewGuid(), "Hello again\n!!say works", Cancellation));

        await Wait.UntilAsync(() => CrashCheck.IsIdleAsync(studio.Database), "all is over", Cancellation);
        var turn = Assert.Single(await studio.Database.RowsAsync("SELECT LOWER(CAST(\"Id\" AS TEXT)) FROM \"Turns\" WHERE \"State\" = 'Failed'", Cancellation))[0];
        await Wait.UntilAsync(() => studio.Output.Contains(turn[..8], StringComparison.Ordinal), "the log tells it", Cancellation);
        Assert.Contains(turn[..8], tab.Shown, StringComparison.Ordinal);
        Assert.Equal(1, await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Turns\" WHERE \"State\" = 'Completed' AND \"Role\" = 'model'", Cancellation));
    }

    [Fact]
    public async Task Blocked_threads_turn_readiness_red_and_it_recovers_without_a_deadlock()
    {
        Assert.SkipUnless(Nightly.IsOn, "Two hundred blocked threads take the pool minutes to work off: the nightly run waits for it.");
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google);
        var program = await studio.StartAsync("threads:200");
        await using var tab = await Circuit.OpenAsync(program.Address, Cancellation);
        var words = new List<string>();

        var sending = tab.RunAsync(Guid.NewGuid(), "Hello\n!!say still here", Cancellation);
        await Wait.UntilAsync(async () => { words.Add(await PublishedStudio.ReadinessAsync(program)); return words[^1] is "busy" or "silent"; }, "readiness is red", Cancellation);
        await Wait.UntilAsync(async () => { words.Add(await PublishedStudio.ReadinessAsync(program)); return words[^1] == "ready"; }, "readiness is green again", Cancellation, seconds: 180);

        Assert.True(await sending);
        await Wait.UntilAsync(() => tab.Shown.Contains("still here", StringComparison.Ordinal), "the answer is shown", Cancellation);
    }

    [Fact]
    public async Task A_full_disk_is_named_refuses_sends_lets_reading_work_and_leaves_nothing_half()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions { Pace = TimeSpan.FromMilliseconds(20) }, Cancellation);
        await using var studio = new PublishedStudio(null, google);
        await (await studio.StartAsync()).StopAsync(Cancellation);
        var pages = await studio.Database.NumberAsync("PRAGMA page_count", Cancellation);
        var program = await studio.StartAsync($"pages:{pages + 12}");
        await using var streaming = await Circuit.OpenAsync(program.Address, Cancellation);
        await using var typing = await Circuit.OpenAsync(program.Address, Cancellation);

        Assert.True(await streaming.RunAsync(Guid.NewGuid(), "Tell me all.\n!!chars 400000\n!!chunks 400\n!!pace 20ms", Cancellation));
        await Wait.UntilAsync(() => studio.Output.Contains("could not be saved; the runs are stopped", StringComparison.Ordinal), "the disk is full", Cancellation, seconds: 60);
        using var refused = await typing.SaveDraftAsync(new string('x', 64 * 1024), Cancellation);

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Contains("storage is full", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = program.Address };
        Assert.Contains("Tell me all.", await http.GetStringAsync($"/api/turns/{await FirstTurnAsync(studio)}/text", Cancellation), StringComparison.Ordinal);
        await program.KillAsync(Cancellation);
        Assert.Equal("", await studio.Database.DamageAsync(Cancellation));

        (program, _) = await studio.StartReadyAsync();
        Assert.True(await CrashCheck.IsIdleAsync(studio.Database));
        Assert.Equal(1, await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Turns\" WHERE \"State\" = 'Interrupted'", Cancellation));
        await using var again = await Circuit.OpenAsync(program.Address, Cancellation);
        Assert.True(await again.RunAsync(Guid.NewGuid(), "Hello", Cancellation));
    }

    [Fact]
    public async Task A_database_file_that_is_deleted_turns_readiness_red_with_a_line_in_the_log_and_no_new_file()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google);
        var (program, _) = await studio.StartReadyAsync();
        await using var tab = await Circuit.OpenAsync(program.Address, Cancellation);

        File.Move(studio.DatabaseFile, studio.DatabaseFile + ".away");
        await Wait.UntilAsync(async () => await PublishedStudio.ReadinessAsync(program) == "database", "readiness is red", Cancellation);
        using var refused = await tab.SaveDraftAsync("Hello", Cancellation);

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Contains("moved, deleted or replaced", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await Wait.UntilAsync(() => studio.Output.Contains("The database takes no writes, Gone", StringComparison.Ordinal), "the log tells it", Cancellation);
        Assert.False(File.Exists(studio.DatabaseFile));
        File.Move(studio.DatabaseFile + ".away", studio.DatabaseFile);
        await Wait.UntilAsync(async () => await PublishedStudio.ReadinessAsync(program) == "ready", "readiness is green again", Cancellation, seconds: 180);
    }

    [Fact]
    public async Task A_damaged_database_keeps_the_server_from_starting_with_advice_that_names_the_last_backup()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google);
        await (await studio.StartAsync()).StopAsync(Cancellation);
        var backup = Path.Combine(studio.DataDirectory, "monday.db");
        await PublishedProgram.RunAsync(["backup", backup], new Dictionary<string, string> { ["Studio__DataDirectory"] = studio.DataDirectory }, Cancellation);
        await using (var file = File.OpenWrite(studio.DatabaseFile))
        {
            file.WriteByte(0);
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => studio.StartAsync());

        Assert.Contains("is damaged or is no database", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"The last backup is {backup}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("one directory"), InlineData("one file"), InlineData("PostgreSQL")]
    public async Task A_second_server_on_the_same_database_refuses_with_a_sentence(string shared)
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google, shared == "PostgreSQL" ? await postgres.CreateDatabaseAsync(Cancellation) : null);
        await using var elsewhere = new TemporaryDirectory();
        (string, string)[] file = shared == "one file" ? [("ConnectionStrings__Studio", $"Data Source={elsewhere.File("shared.db")}")] : [];
        (string, string)[] directory = shared == "one directory" ? [] : [("Studio__DataDirectory", elsewhere.Path)];
        await studio.StartAsync(null, file);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => studio.StartAsync(null, [.. file, .. directory]));

        Assert.Contains("Another Gemini Studio already", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> FirstTurnAsync(PublishedStudio studio) =>
        (await studio.Database.RowsAsync("SELECT LOWER(CAST(\"Id\" AS TEXT)) FROM \"Turns\" WHERE \"Role\" = 'user'", Cancellation))[0][0];
}
