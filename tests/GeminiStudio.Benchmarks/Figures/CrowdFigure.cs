using GeminiStudio.Benchmarks.Rig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>Many answers at once, each watched by an open page: from the upstream's token to the batch that shows it, and whether all arrive.</summary>
internal static class CrowdFigure
{
    private const int TokensPerSecond = 20;
    private const int Seconds = 30;
    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(10);
    private static readonly Script Stream = new("stamps", TokensPerSecond * Seconds, 1000 / TokensPerSecond);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var count = bench.Options.Streams;
        var data = bench.NewDirectory();
        var ids = await SeededData.MakeAsync(data, [.. Enumerable.Repeat(2, count)], cancellationToken);
        await using var studio = await bench.StartStudioAsync(data, cancellationToken);
        var watches = Enumerable.Range(0, count).Select(_ => new StampWatch()).ToArray();
        await using var tabs = await Tabs.OpenAsync(studio, number => $"/sessions/{ids[number]}", count, cancellationToken, number => watches[number].See);

        await Task.WhenAll(tabs.All.Select(async (tab, number) =>
        {
            await Task.Delay(Ramp * number / count, cancellationToken);
            await tab.RunAsync(ids[number], Stream.Prompt, cancellationToken);
        }));
        Array.ForEach(watches, watch => watch.Begin()); // From here all stream.
        var share = new CpuShare(studio.ProcessId);
        await Task.Delay(TimeSpan.FromSeconds(Seconds) - Ramp, cancellationToken);
        var (theirs, own) = share.Read();
        var during = new Samples();
        Array.ForEach(watches, watch => during.AddRange(watch.End()));
        await WaitForAllAsync(watches, cancellationToken);
        tabs.AssertAlive();

        var lost = watches.Sum(watch => Stream.Pieces - watch.Seen);
        return
        [
            new Figure("e", $"{count} streams of {TokensPerSecond} tokens/s on open pages: token to screen, ms", during.P50)
            {
                Ours95 = during.P95, Goal95 = 400,
                Note = $"{during.Count} tokens; cores used: studio {theirs:0.00}, load generator and upstream {own:0.00} of {Environment.ProcessorCount}",
            },
            new Figure("e", "tokens lost", lost, 0) { IsLoss = lost > 0, Note = $"of {count * Stream.Pieces}" },
        ];
    }

    private static async Task WaitForAllAsync(StampWatch[] watches, CancellationToken cancellationToken)
    {
        for (var left = 300; left > 0 && watches.Any(watch => watch.Seen < Stream.Pieces); left--)
        {
            await Task.Delay(200, cancellationToken);
        }
    }
}
