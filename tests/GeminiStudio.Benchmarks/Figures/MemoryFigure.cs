using GeminiStudio.Benchmarks.Rig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>What an open page that nobody touches costs the server: many tabs open, then as many again, the heap collected before and after.</summary>
internal static class MemoryFigure
{
    private const int TurnsOnPage = 40;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var tabs = bench.Options.Tabs;
        var few = await StudioAsync(bench, sessions: tabs, tabs, cancellationToken);
        var many = await StudioAsync(bench, sessions: 500, tabs, cancellationToken);
        await using var bare = await bench.StartBareAsync(cancellationToken);
        var theirs = await GrowthAsync(bare, _ => $"/chat?turns={TurnsOnPage}", tabs, cancellationToken);
        return
        [
            new Figure("d", $"memory per idle page, {TurnsOnPage} turns, {tabs} sessions: heap, MB", few.Heap, 1.5) { Baseline = theirs.Heap, Note = $"{tabs} pages, the second half of them measured; baseline: as many turns on a bare MudBlazor page; opening one sends {few.OpeningKb:0} KB of batches, {theirs.OpeningKb:0} KB bare" },
            new Figure("d", "the same, resident, MB", few.Resident, 1.5) { Baseline = theirs.Resident },
            new Figure("d", "with 500 sessions in the history: heap, MB", many.Heap, 1.5) { Baseline = theirs.Heap },
            new Figure("d", "the same, resident, MB", many.Resident) { Baseline = theirs.Resident },
        ];
    }

    private static async Task<PageCost> StudioAsync(Bench bench, int sessions, int tabs, CancellationToken cancellationToken)
    {
        var data = bench.NewDirectory();
        var ids = await SeededData.MakeAsync(data, [.. Enumerable.Repeat(TurnsOnPage, tabs), .. Enumerable.Repeat(2, sessions - tabs)], cancellationToken);
        await using var studio = await bench.StartStudioAsync(data, cancellationToken);
        return await GrowthAsync(studio, number => $"/sessions/{ids[number % tabs]}", tabs, cancellationToken);
    }

    private static async Task<PageCost> GrowthAsync(Site site, Func<int, string> path, int tabs, CancellationToken cancellationToken)
    {
        // The first half brings code, caches and pools, which are not the next page's: the second half is measured.
        var half = tabs / 2;
        await using var first = await Tabs.OpenAsync(site, path, half, cancellationToken);
        var (heap, resident) = (await ProcessFacts.HeapAsync(site.ProcessId, cancellationToken), ProcessFacts.Resident(site.ProcessId));
        await using var open = await Tabs.OpenAsync(site, number => path(half + number), half, cancellationToken);
        var after = await ProcessFacts.HeapAsync(site.ProcessId, cancellationToken);
        open.AssertAlive();
        return new PageCost((after - heap) / 1048576.0 / half, (ProcessFacts.Resident(site.ProcessId) - resident) / 1048576.0 / half, open.KilobytesPerPage);
    }

    private sealed record PageCost(double Heap, double Resident, double OpeningKb);
}
