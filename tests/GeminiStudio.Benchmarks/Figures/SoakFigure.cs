using GeminiStudio.Benchmarks.Rig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>Whether memory stays flat while answers stream on and on: the heap after full collections, over the minutes asked for.</summary>
internal static class SoakFigure
{
    private const int Pages = 20;
    private const int Samples = 8;
    private static readonly Script Stream = new("stamps", 100, 20);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var length = TimeSpan.FromMinutes(bench.Options.SoakMinutes);
        var data = bench.NewDirectory();
        var ids = await SeededData.MakeAsync(data, [.. Enumerable.Repeat(40, Pages)], cancellationToken);
        await using var studio = await bench.StartStudioAsync(data, cancellationToken);
        await using var tabs = await Tabs.OpenAsync(studio, number => $"/sessions/{ids[number]}", Pages, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = bench.Upstream.Streams;
        var streaming = Task.WhenAll(tabs.All.Select((tab, number) => StreamAsync(tab, ids[number], over.Token)));

        await Task.Delay(length / 5, cancellationToken); // Until every page has seen some answers.
        var points = new List<(double Minute, double Heap, double Resident)>();
        for (var i = 0; i < Samples; i++)
        {
            await Task.Delay(length * 0.8 / Samples, cancellationToken);
            points.Add((length.TotalMinutes * (0.2 + (0.8 * (i + 1) / Samples)),
                await ProcessFacts.HeapAsync(studio.ProcessId, cancellationToken) / 1048576.0, ProcessFacts.Resident(studio.ProcessId) / 1048576.0));
        }

        await over.CancelAsync();
        await streaming;
        tabs.AssertAlive();
        var slope = Slope([.. points.Select(p => (p.Minute, p.Heap))]);
        var growth = 100 * slope * length.TotalMinutes * 0.8 / points[0].Heap;
        return
        [
            new Figure("d", $"{length.TotalMinutes:0.#} minutes of streaming: growth of the heap, %", growth, 10)
            {
                Note = $"{bench.Upstream.Streams - began} answers on {Pages} pages; slope {slope:0.00} MB a minute; heap {string.Join(' ', points.Select(p => $"{p.Heap:0}"))} MB, "
                    + $"resident {points[0].Resident:0} to {points[^1].Resident:0} MB",
            },
        ];
    }

    // Each page asks again as soon as its answer is over; the window of 40 turns moves on.
    private static async Task StreamAsync(HeadlessTab tab, Guid sessionId, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                _ = await tab.TryRunAsync(sessionId, Stream.Prompt, cancellationToken); // a busy machine may pause for a second in the middle of an answer
                do
                {
                    await Task.Delay(250, cancellationToken);
                }
                while (tab.Quiet < TimeSpan.FromSeconds(1));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    // Least squares: what the heap gains a minute.
    private static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
