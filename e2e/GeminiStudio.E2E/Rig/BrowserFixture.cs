using GeminiStudio.TestRig;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>One Chromium for all stories, started by the first that needs it; each story gets a context of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>Test projects share two cores with each other: what takes tenths of a second alone may take ten there.</summary>
    private const float PatienceMs = 20_000;

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh profile: no cookies, no storage, no cache.</summary>
    public async Task<IBrowserContext> NewContextAsync(Screen screen, Uri studio, CancellationToken cancellationToken)
    {
        var browser = await StartAsync(cancellationToken);
        return await browser.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = screen.HasScripts,
            BaseURL = studio.ToString(),
            ViewportSize = new ViewportSize { Width = screen.Width, Height = screen.Height },
            HasTouch = screen.IsPhone,
            IsMobile = screen.IsPhone,
            ColorScheme = screen.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce, // A picture is the same every time.
            Locale = "en-US",
            TimezoneId = "UTC",
            Permissions = ["clipboard-read", "clipboard-write"],
        });
    }

    private async Task<IBrowser> StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            Assertions.SetDefaultExpectTimeout(PatienceMs);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = await ChromiumBinary.FindAsync(cancellationToken),
                Args = ChromiumBinary.Flags,
            });
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }
}
