using GeminiStudio.Emulator;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>One run, killed at one named place: what Google got, what is booked and what the turn holds after the next start.</summary>
public sealed class FailPointTests
{
    private const string Prompt = "Say a few words.\n!!words 12\n!!pace 80ms";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("accepted:1", "Completed", 1, "Provider|some", true)] // S-02: surely not sent, so it is sent at the next start
    [InlineData("dispatched:1", "Interrupted", 0, "Estimated|0", false)] // S-03: nobody can know that it was not sent, so it counts, with no output
    [InlineData("streamed:1", "Interrupted", 1, "Estimated|some", true)] // S-04: what was seen is there
    public async Task A_run_killed_at_a_named_place_is_sent_at_most_once_and_booked_once(string place, string state, int requests, string booked, bool hasText)
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero }, Cancellation);
        await using var studio = new PublishedStudio(null, google);
        var program = await studio.StartAsync(place);
        var turn = Guid.NewGuid();
        await using (var tab = await Circuit.OpenAsync(program.Address, Cancellation))
        {
            await RunAsync(tab, turn);
            await program.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        }

        await studio.StartReadyAsync();
        await Wait.UntilAsync(() => CrashCheck.IsIdleAsync(studio.Database), "the turn is over", Cancellation, seconds: 20);

        Assert.Equal(requests, google.RequestCount("streamGenerateContent"));
        var model = Assert.Single(await studio.Database.RowsAsync("SELECT \"State\", \"Parts\" FROM \"Turns\" WHERE \"Role\" = 'model'", Cancellation));
        Assert.Equal(state, model[0]);
        Assert.Equal(hasText, model[1].Contains("\"text\"", StringComparison.Ordinal));
        Assert.Equal(booked, string.Join(',', (await studio.Database.RowsAsync("SELECT \"Source\", \"OutputTokens\" FROM \"Ledger\"", Cancellation)).Select(r => $"{r[0]}|{(r[1] is "0" or "" ? "0" : "some")}")));
        Assert.Equal(0, await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Segments\"", Cancellation));
        Assert.Equal(0, await studio.Database.NumberAsync("SELECT COUNT(*) FROM \"Reservations\"", Cancellation));
    }

    private static async Task RunAsync(Circuit tab, Guid turn)
    {
        try
        {
            await tab.RunAsync(turn, Prompt, Cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return; // the server died before it answered
        }
    }
}
