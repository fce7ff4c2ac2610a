using System.Diagnostics;
using System.Globalization;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>Asks the kernel, not the code, whether what is acknowledged was made to reach the disk.</summary>
public sealed class DurabilityTests
{
    private const string Strace = "/usr/bin/strace";
    private static readonly int Saves = Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1" ? 40 : 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_acknowledged_save_was_flushed_to_the_disk_first()
    {
        Assert.SkipUnless(File.Exists(Strace), "This machine has no strace: install it, the nightly run needs it.");
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(null, google);
        await using var log = new TemporaryDirectory();
        var (program, _) = await studio.StartReadyAsync();
        await using var tab = await Circuit.OpenAsync(program.Address, Cancellation);
        await using var tracer = ChildProcess.Start(new ProcessStartInfo(
            Strace, ["-f", "-e", "trace=fsync,fdatasync", "-o", log.File("syncs"), "-p", program.ProcessId.ToString(CultureInfo.InvariantCulture)]));
        await Wait.UntilAsync(() => tracer.Output.Contains("attached", StringComparison.Ordinal), "strace is attached", Cancellation);
        var before = Syncs(log);

        for (var save = 0; save < Saves; save++)
        {
            using var saved = await tab.SaveDraftAsync($"text {save}", Cancellation); // one after the other: each is a commit of its own
            saved.EnsureSuccessStatusCode();
            Assert.True(Syncs(log) - before > save, $"Save {save} was acknowledged after {Syncs(log) - before} flushes.");
        }
    }

    private static int Syncs(TemporaryDirectory log) =>
        File.Exists(log.File("syncs")) ? File.ReadLines(log.File("syncs")).Count(l => l.Contains("sync(", StringComparison.Ordinal)) : 0;
}
