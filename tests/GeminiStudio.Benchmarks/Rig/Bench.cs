using GeminiStudio.TestRig;
using Microsoft.Playwright;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>What every figure is measured with: the published programs, the upstream, a browser.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly List<TemporaryDirectory> _directories = [];
    private readonly IPlaywright _playwright;

    private Bench(BenchOptions options, TimedUpstream upstream, IPlaywright playwright, IBrowser browser) =>
        (Options, Upstream, _playwright, Browser) = (options, upstream, playwright, browser);

    public BenchOptions Options { get; }

    public TimedUpstream Upstream { get; }

    public IBrowser Browser { get; }

    public static async Task<Bench> StartAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = await ChromiumBinary.FindAsync(cancellationToken),
            Args = ChromiumBinary.Flags,
        });
        return new Bench(options, await TimedUpstream.StartAsync(cancellationToken), playwright, browser);
    }

    /// <summary>An empty data directory, gone at the end.</summary>
    public string NewDirectory()
    {
        var directory = new TemporaryDirectory();
        _directories.Add(directory);
        return directory.Path;
    }

    /// <summary>The published studio on this data directory.</summary>
    public Task<Site> StartStudioAsync(string dataDirectory, CancellationToken cancellationToken) => Site.StartAsync(
        Path.Combine(Options.StudioFolder, "GeminiStudio.Web.dll"), "/",
        new Dictionary<string, string>
        {
            ["Studio__DataDirectory"] = dataDirectory,
            ["Gemini__BaseUrl"] = Upstream.Address.ToString(),
            ["GEMINI_API_KEY"] = "a-key-of-the-figures",
        },
        cancellationToken);

    /// <summary>The bare platform: <c>/stream</c>, <c>/chat</c>, <c>/pass</c>.</summary>
    public Task<Site> StartBareAsync(CancellationToken cancellationToken) => Site.StartAsync(
        Path.Combine(Options.BareFolder, "GeminiStudio.Bare.dll"), "/stream",
        new Dictionary<string, string> { ["Upstream"] = Upstream.Address.ToString() }, cancellationToken);

    /// <summary>A page in a profile of its own, with the stamps of <see cref="PageProbe"/>.</summary>
    public async Task<PageProbe> OpenAsync(Site site, string path)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = site.Address.ToString(), ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        return await PageProbe.OpenAsync(context, path);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        _playwright.Dispose();
        await Upstream.DisposeAsync();
        foreach (var directory in _directories)
        {
            await directory.DisposeAsync();
        }
    }
}

/// <summary>How a run of the figures is made.</summary>
/// <param name="Parts">Letters of the figures to run.</param>
/// <param name="SoakMinutes">How long the memory is watched while answers stream.</param>
internal sealed record BenchOptions(string StudioFolder, string BareFolder, IReadOnlySet<string> Parts, double SoakMinutes, int Tabs, int Streams);
