using System.Text.Json;
using Microsoft.Playwright;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>A page in Chromium that notes on its own clock when stamped text came, when it took input, and which tasks were long.</summary>
internal sealed class PageProbe : IAsyncDisposable
{
    private const string Watch = """
        window.gsProbe = { stamps: {}, long: [], ready: 0, turns: 0 };
        new PerformanceObserver(list => { for (const e of list.getEntries()) gsProbe.long.push([e.startTime, e.duration]); }).observe({ type: 'longtask', buffered: true });
        new MutationObserver(changes => {
          const now = performance.now(), micros = (performance.timeOrigin + now) * 1000;
          if (!gsProbe.ready && document.querySelector('[data-testid=app-ready]')) gsProbe.ready = now;
          if (!gsProbe.turns && document.querySelectorAll('[data-testid=turn]').length >= 40) gsProbe.turns = now;
          for (const c of changes)
            for (const node of c.type === 'characterData' ? [c.target] : c.addedNodes)
              for (const m of (node.textContent ?? '').matchAll(/@(\d+):(\d+);/g)) gsProbe.stamps[m[2]] ??= [+m[1], micros - +m[2]];
        }).observe(document, { childList: true, subtree: true, characterData: true });
        """;

    private readonly IBrowserContext _context;

    private PageProbe(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Bytes of all frames from the server since the page was opened.</summary>
    public long SocketBytes { get; private set; }

    public int SocketFrames { get; private set; }

    public ILocator Answers => Page.Locator("[data-testid='turn'][data-role='model']");

    /// <param name="isApp">Whether there is something to wait for.</param>
    public static async Task<PageProbe> OpenAsync(IBrowserContext context, string path, bool isApp = true)
    {
        await context.AddInitScriptAsync(Watch);
        var probe = new PageProbe(context, await context.NewPageAsync());
        probe.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
            (probe.SocketBytes, probe.SocketFrames) = (probe.SocketBytes + (frame.Binary?.Length ?? frame.Text?.Length ?? 0), probe.SocketFrames + 1);
        await (isApp ? probe.GoToAsync(path) : probe.Page.GotoAsync(path));
        return probe;
    }

    public async Task GoToAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.GetByTestId("app-ready").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    /// <summary>Writes a prompt, runs it, and waits for the answer's end.</summary>
    public async Task AskAsync(string prompt, Func<Task>? meanwhile = null)
    {
        var answers = await Answers.CountAsync();
        await Page.GetByTestId("composer").FillAsync(prompt);
        await Page.GetByTestId("run").ClickAsync();
        var answer = Answers.Nth(answers);
        if (meanwhile is not null)
        {
            await answer.And(Page.Locator("[data-state='streaming']")).WaitForAsync(new LocatorWaitForOptions { Timeout = 30_000 });
            await meanwhile();
        }

        await answer.And(Page.Locator("[data-state='completed']")).WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });
    }

    /// <summary>Number and delay in milliseconds of each stamp that was seen.</summary>
    public async Task<IReadOnlyList<(int Number, double DelayMs)>> StampsAsync()
    {
        var stamps = await Page.EvaluateAsync<JsonElement>("Object.values(gsProbe.stamps)");
        return [.. stamps.EnumerateArray().Select(s => (s[0].GetInt32(), s[1].GetDouble() / 1000))];
    }

    /// <summary>Milliseconds of each task over 50 ms since the last call.</summary>
    public async Task<IReadOnlyList<double>> LongTasksAsync()
    {
        var tasks = await Page.EvaluateAsync<JsonElement>("() => new Promise(go => setTimeout(() => go(gsProbe.long.splice(0).map(t => t[1])), 100))");
        return [.. tasks.EnumerateArray().Select(t => t.GetDouble())];
    }

    /// <summary>Milliseconds from navigation to the first moment of <c>ready</c> or of 40 <c>turns</c>.</summary>
    public Task<double> TimeOfAsync(string what) => Page.EvaluateAsync<double>($"async () => {{ while (!gsProbe.{what}) await new Promise(requestAnimationFrame); return gsProbe.{what}; }}");

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
