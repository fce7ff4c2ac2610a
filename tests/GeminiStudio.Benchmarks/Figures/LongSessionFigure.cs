using GeminiStudio.Benchmarks.Rig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>A session of 1,000 turns in a history of 500: opened, then scrolled up through its past.</summary>
internal static class LongSessionFigure
{
    private const int Opens = 7;
    private const int WheelTurns = 60;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var data = bench.NewDirectory();
        var sessions = await SeededData.MakeAsync(data, [.. Enumerable.Repeat(2, 499), 1000], cancellationToken);
        await using var studio = await bench.StartStudioAsync(data, cancellationToken);
        await using var bare = await bench.StartBareAsync(cancellationToken);
        await OpenAsync(bench, studio, $"/sessions/{sessions[^1]}", 1);
        await OpenAsync(bench, bare, "/chat?turns=40", 1);
        var ours = await OpenAsync(bench, studio, $"/sessions/{sessions[^1]}", Opens);
        var theirs = await OpenAsync(bench, bare, "/chat?turns=40", Opens);
        var (longest, count, loaded) = await ScrollAsync(bench, studio, $"/sessions/{sessions[^1]}", "[data-thread]");
        var (bareLongest, _, _) = await ScrollAsync(bench, bare, "/chat?turns=40", "[data-scroll]");
        return
        [
            new Figure("c", "1,000 turns, 500 sessions: opened, ms", ours.P50, 2000) { Ours95 = ours.P95, Baseline = theirs.P50, Note = "baseline: 40 turns from memory on a bare MudBlazor page" },
            new Figure("c", "longest task while scrolling up, ms", longest, 50) { Baseline = bareLongest, Note = $"{count} tasks over 50 ms in {WheelTurns} turns of the wheel, {loaded} turns loaded in the end; 0 means none" },
        ];
    }

    private static async Task<Samples> OpenAsync(Bench bench, Site site, string path, int times)
    {
        var samples = new Samples();
        for (var i = 0; i < times; i++)
        {
            await using var page = await bench.OpenAsync(site, path);
            samples.Add(await page.TimeOfAsync("turns"));
        }

        return samples;
    }

    private static async Task<(double LongestMs, int LongTasks, int Turns)> ScrollAsync(Bench bench, Site site, string path, string thread)
    {
        await using var page = await bench.OpenAsync(site, path);
        await page.TimeOfAsync("turns");
        await page.Page.WaitForTimeoutAsync(1000);
        await page.LongTasksAsync();
        await page.Page.Locator(thread).HoverAsync();
        for (var i = 0; i < WheelTurns; i++)
        {
            await page.Page.Mouse.WheelAsync(0, -600);
            await page.Page.WaitForTimeoutAsync(50);
        }

        var tasks = await page.LongTasksAsync();
        return (tasks.DefaultIfEmpty(0).Max(), tasks.Count, await page.Page.GetByTestId("turn").CountAsync());
    }
}
