using GeminiStudio.E2E.Pages;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>One story: a studio, an emulator and a browser profile of its own, and at its end a look at what the page did besides.</summary>
/// <remarks>A story that fails leaves a picture of each of its pages in <c>artifacts/e2e</c>.</remarks>
public abstract class Story(BrowserFixture browser) : IAsyncLifetime
{
    private readonly List<(IBrowserContext Context, PageWatch Watch)> _visits = [];
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
    internal async Task<PlaygroundPage> VisitAsync(Screen? screen = null, string path = "/")
    {
        var context = await browser.NewContextAsync(screen ?? Screen.Desktop, Studio.Address, Cancellation);
        var watch = new PageWatch(context, Studio.Address);
        _visits.Add((context, watch));
        var page = new PlaygroundPage(await context.NewPageAsync(), watch);
        await page.GoToAsync(path);
        return page;
    }

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

        if (_studio is not null)
        {
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
