using System.Diagnostics;
using System.Text.Json;
using GeminiStudio.Benchmarks.Rig;
using Microsoft.Playwright;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>What a first visit and the next one bring over the wire and how soon the page takes input; and how soon the program does after its start.</summary>
internal static class FirstLoadFigure
{
    private const int Visits = 7;
    private const int Starts = 3;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var data = bench.NewDirectory();
        var starts = new Samples();
        for (var i = 0; i < Starts; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var started = await bench.StartStudioAsync(data, cancellationToken); // The first makes the database.
            starts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        await using var studio = await bench.StartStudioAsync(data, cancellationToken);
        await using var bare = await bench.StartBareAsync(cancellationToken);
        await VisitAsync(bench, studio, "/");
        await VisitAsync(bench, bare, "/chat");
        var (ours, theirs) = (new List<Visit>(), new List<Visit>());
        for (var i = 0; i < Visits; i++)
        {
            ours.Add(await VisitAsync(bench, studio, "/"));
            theirs.Add(await VisitAsync(bench, bare, "/chat"));
        }

        var (ready, bareReady) = (Median(ours, v => v.ReadyMs), Median(theirs, v => v.ReadyMs));
        return
        [
            new Figure("f", "first load cold, KB over HTTP", Median(ours, v => v.ColdKb), 350) { Baseline = Median(theirs, v => v.ColdKb), Note = $"{ours[0].Requests} requests, {ours[0].FrameKb:0.0} KB of frames besides; largest: {ours[0].Largest}" },
            new Figure("f", "next load warm, KB over HTTP", Median(ours, v => v.WarmKb), 30) { Baseline = Median(theirs, v => v.WarmKb) },
            new Figure("f", "requests to other hosts", ours.Max(v => v.Foreign), 0),
            new Figure("f", "cold until it takes input, times a bare MudBlazor page", ready / bareReady, 2) { Note = $"{ready:0} ms and {bareReady:0} ms; warm {Median(ours, v => v.WarmReadyMs):0} ms and {Median(theirs, v => v.WarmReadyMs):0} ms" },
            new Figure("f", "start of the program to its first page, ms", starts.P50, 3000) { Ours95 = starts.Max, Note = "the slowest makes a new database" },
        ];
    }

    private static async Task<Visit> VisitAsync(Bench bench, Site site, string path)
    {
        var context = await bench.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = site.Address.ToString(), ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await using var page = await PageProbe.OpenAsync(context, "about:blank", isApp: false);
        var traffic = await Traffic.WatchAsync(context, page.Page, site.Address);
        await page.GoToAsync(path);
        var ready = await page.TimeOfAsync("ready");
        await page.Page.WaitForTimeoutAsync(1000);
        var (cold, requests, largest, frames) = (traffic.Kilobytes, traffic.Requests, traffic.Largest, page.SocketBytes / 1024.0);
        traffic.Reset();
        await page.GoToAsync(path);
        var warmReady = await page.TimeOfAsync("ready");
        await page.Page.WaitForTimeoutAsync(500);
        return new Visit(cold, traffic.Kilobytes, ready, warmReady, frames, requests, traffic.Foreign, largest);
    }

    private static double Median(IEnumerable<Visit> visits, Func<Visit, double> value) => visits.Select(value).Order().ElementAt(Visits / 2);

    private sealed record Visit(double ColdKb, double WarmKb, double ReadyMs, double WarmReadyMs, double FrameKb, int Requests, int Foreign, string Largest);

    /// <summary>Bytes as they came over the wire, headers included, from Chromium's own count.</summary>
    private sealed class Traffic(Uri site)
    {
        private readonly Dictionary<string, string> _urls = [];
        private readonly Dictionary<string, double> _bytes = [];

        public double Kilobytes => _bytes.Values.Sum() / 1024;

        public int Requests => _bytes.Count;

        public int Foreign { get; private set; }

        public string Largest => string.Join(", ", _bytes.OrderByDescending(b => b.Value).Take(6)
            .Select(b => $"{new Uri(_urls[b.Key]).Segments[^1]} {b.Value / 1024:0.0}"));

        public static async Task<Traffic> WatchAsync(IBrowserContext context, IPage page, Uri site)
        {
            var traffic = new Traffic(site);
            var cdp = await context.NewCDPSessionAsync(page);
            cdp.Event("Network.requestWillBeSent").OnEvent += (_, e) => traffic.Sent(e!.Value);
            cdp.Event("Network.loadingFinished").OnEvent += (_, e) => traffic.Finished(e!.Value);
            await cdp.SendAsync("Network.enable");
            return traffic;
        }

        public void Reset() => _bytes.Clear();

        private void Sent(JsonElement e)
        {
            var url = e.GetProperty("request").GetProperty("url").GetString()!;
            _urls[e.GetProperty("requestId").GetString()!] = url;
            Foreign += url.StartsWith("http", StringComparison.Ordinal) && new Uri(url).Authority != site.Authority ? 1 : 0;
        }

        private void Finished(JsonElement e)
        {
            if (_urls.GetValueOrDefault(e.GetProperty("requestId").GetString()!)?.StartsWith("http", StringComparison.Ordinal) == true)
            {
                _bytes[e.GetProperty("requestId").GetString()!] = e.GetProperty("encodedDataLength").GetDouble();
            }
        }
    }
}
