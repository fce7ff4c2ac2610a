using System.Text.Json;
using GeminiStudio.Benchmarks.Rig;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>Typing in a session of 200 messages, all of them on the page, while an answer streams: from the key to the next picture.</summary>
internal static class TypingFigure
{
    private const int Turns = 198; // 200 with the two that come while it is measured
    private const string Typed = "while an answer arrives somebody writes on and each letter has to be there at once";
    private const string Watch = """
        gsProbe.keys = [];
        document.addEventListener('keydown', e => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => gsProbe.keys.push(performance.now() - e.timeStamp); c.port2.postMessage(0); }), true);
        """;
    private static readonly Script Answer = new("markdown", 600, 10, 16 * 1024);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var data = bench.NewDirectory();
        var sessions = await SeededData.MakeAsync(data, [Turns], cancellationToken);
        await using var studio = await bench.StartStudioAsync(data, cancellationToken);
        await using var page = await bench.OpenAsync(studio, $"/sessions/{sessions[0]}");
        await LoadAllAsync(page);
        await page.Page.EvaluateAsync(Watch);
        var still = await TypeAsync(page);
        var streaming = new Samples();
        await page.AskAsync(Answer.Prompt, async () => streaming = await TypeAsync(page));
        return
        [
            new Figure("t", $"key to picture, 200 messages, answer under way, ms", streaming.P50, 50) { Ours95 = streaming.P95, Baseline = still.P50, Note = $"baseline: the same page while nothing arrives, p95 {still.P95:0.0} ms" },
        ];
    }

    private static async Task LoadAllAsync(PageProbe page)
    {
        await page.TimeOfAsync("turns");
        await page.Page.Locator("[data-thread]").HoverAsync();
        for (var i = 0; i < 200 && await page.Page.GetByTestId("turn").CountAsync() < Turns; i++)
        {
            await page.Page.Mouse.WheelAsync(0, -3000);
            await page.Page.WaitForTimeoutAsync(50);
        }
    }

    private static async Task<Samples> TypeAsync(PageProbe page)
    {
        var box = page.Page.GetByTestId("composer");
        await box.ClickAsync();
        await page.Page.EvaluateAsync("() => { gsProbe.keys = []; }");
        await page.Page.Keyboard.TypeAsync(Typed, new() { Delay = 40 });
        var times = await page.Page.EvaluateAsync<JsonElement>("() => new Promise(go => setTimeout(() => go(gsProbe.keys), 200))");
        var samples = new Samples();
        foreach (var time in times.EnumerateArray())
        {
            samples.Add(time.GetDouble());
        }

        await box.FillAsync("");
        return samples;
    }
}
