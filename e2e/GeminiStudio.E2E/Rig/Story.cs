using GeminiStudio.E2E.Pages;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>One story: a studio, an emulator and a browser profile of its own, and at its end a look at what the page did besides.</summary>
/// <remarks>A story that fails leaves a picture of each of its pages in <c>artifacts/e2e</c>, and the errors that the server logged in its output.</remarks>
public abstract class Story(BrowserFixture browser) : IAsyncLifetime
{
    private readonly List<(IBrowserContext Context, PageWatch Watch)> _visits = [];
    private readonly List<Wire> _wires = [];
    private StudioServer? _studio;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How Google behaves in this story; null means at once and without faults.</summary>
    protected virtual EmulatorServerOptions? Google => null;

    internal StudioServer Studio => _studio!;

    public async ValueTask InitializeAsync() => _studio = await StudioServer.StartAsync(Google, Configure, Cancellation);

    /// <summary>Settings and services of this story.</summary>
    protected virtual void Configure(IWebHostBuilder builder)
    {
    }

    /// <summary>A new profile at the playground: another device, or another person.</summary>
    /// <param name="through">The line to the studio; null is the direct one.</param>
    internal async Task<PlaygroundPage> VisitAsync(Screen? screen = null, string path = "/", Wire? through = null)
    {
        var page = await OpenProfileAsync(screen, through);
        await page.GoToAsync(path);
        return page;
    }

    /// <summary>A line to the studio that can be disturbed; it lasts as long as the pages that use it.</summary>
    internal Wire NewWire()
    {
        var wire = new Wire(Studio.Address);
        _wires.Add(wire);
        return wire;
    }

    /// <summary>As <see cref="VisitAsync"/>, but the page is still blank: for what must be there before it loads.</summary>
    internal async Task<PlaygroundPage> OpenProfileAsync(Screen? screen = null, Wire? through = null)
    {
        var address = through?.Address ?? Studio.Address;
        var context = await browser.NewContextAsync(screen ?? Screen.Desktop, address, Cancellation);
        var watch = new PageWatch(context, address);
        _visits.Add((context, watch));
        return new PlaygroundPage(await context.NewPageAsync(), watch);
    }

    /// <summary>As <see cref="Studio"/>, started again on the same data.</summary>
    internal async Task RestartAsync(Action<string>? between = null) => _studio = await Studio.RestartAsync(Configure, between);

    public async ValueTask DisposeAsync()
    {
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var (context, _) in _visits)
        {
            if (failed)
            {
                await TakePicturesAsync(context);
            }

            await context.CloseAsync();
        }

        foreach (var wire in _wires)
        {
            await wire.DisposeAsync();
        }

        if (_studio is not null)
        {
            if (failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', _studio.Log.Of(LogLevel.Error)));
            }

            await _studio.DisposeAsync();
        }

        GC.SuppressFinalize(this);
        _visits.ForEach(visit => visit.Watch.AssertClean());
    }

    private static async Task TakePicturesAsync(IBrowserContext context)
    {
        var name = string.Concat((TestContext.Current.Test?.TestDisplayName ?? "story").Split(Path.GetInvalidFileNameChars()));
        foreach (var (number, page) in context.Pages.Index())
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = RepositoryRoot.Path("artifacts", "e2e", $"{name}-{number}.png") });
        }
    }
}
