using GeminiStudio.Benchmarks.Rig;
using Microsoft.Playwright;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>A 20 KB markdown answer at 100 chunks a second, while somebody types the next prompt.</summary>
internal static class LongAnswerFigure
{
    private const string Typed = "while the answer arrives somebody writes the next question and no letter of it may get lost";
    private static readonly Script Short = new("stamps", 4, 60);
    private static readonly Script Long = new("markdown", 800, 10, 20 * 1024);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var studio = await bench.StartStudioAsync(bench.NewDirectory(), cancellationToken);
        await using var bare = await bench.StartBareAsync(cancellationToken);
        await RunAsync(bench, studio, "/"); // The first answers of a process compile their way.
        var ours = await RunAsync(bench, studio, "/");
        var theirs = await RunAsync(bench, bare, "/stream");
        return
        [
            new Figure("b", "20 KB answer at 100 chunks/s, KB of frames", ours.Kilobytes, 100) { Baseline = theirs.Kilobytes, Note = $"{ours.Frames} frames; a bare page that sends its text again sends {theirs.Frames}" },
            new Figure("b", "longest task of the page meanwhile, ms", ours.LongestMs, 50) { Baseline = theirs.LongestMs, Note = $"{ours.LongTasks} tasks over 50 ms; 0 means none" },
            new Figure("b", "keys lost while typing", ours.LostKeys, 0) { IsLoss = ours.LostKeys > 0 },
        ];
    }

    private static async Task<Outcome> RunAsync(Bench bench, Site site, string path)
    {
        await using var page = await bench.OpenAsync(site, path);
        await page.AskAsync(Short.Prompt); // A chat's first run brings its title, its place in the history and a new address; the next one only an answer.
        await page.Page.WaitForTimeoutAsync(500);
        await page.LongTasksAsync();
        var (bytes, frames) = (page.SocketBytes, page.SocketFrames);
        var box = page.Page.GetByTestId("composer");
        var lost = 0;
        await page.AskAsync(Long.Prompt, async () =>
        {
            if (page.Page.Url.Contains("/sessions/", StringComparison.Ordinal))
            {
                await box.ClickAsync();
                await page.Page.Keyboard.TypeAsync(Typed, new KeyboardTypeOptions { Delay = 40 });
                lost = Lost(await box.InputValueAsync());
            }
        });
        await page.Page.WaitForTimeoutAsync(300);
        var tasks = await page.LongTasksAsync();
        return new Outcome((page.SocketBytes - bytes) / 1024.0, page.SocketFrames - frames, tasks.Count, tasks.DefaultIfEmpty(0).Max(), lost);
    }

    private static int Lost(string value) => value == Typed ? 0 : Math.Max(1, Typed.Length - value.Length);

    private sealed record Outcome(double Kilobytes, int Frames, int LongTasks, double LongestMs, int LostKeys);
}
