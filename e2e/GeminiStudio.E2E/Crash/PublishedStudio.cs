using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>The published program on a data directory that outlives it, with the emulator as its host and a canary as its key.</summary>
internal sealed class PublishedStudio(BrowserFixture browser, EmulatorServer google) : IAsyncDisposable
{
    /// <summary>A key that no other text contains.</summary>
    public const string Canary = "AIzaCanary-0123456789-abcdefghij-KLMNOP";

    private readonly TemporaryDirectory _data = new();
    private readonly List<PublishedProgram> _programs = [];

    public string DataDirectory => _data.Path;

    /// <summary>All that the programs wrote to their standard output and error.</summary>
    public string Output => string.Concat(_programs.Select(p => p.Output));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<PublishedProgram> StartAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["Studio__DataDirectory"] = _data.Path,
            ["Gemini__BaseUrl"] = google.Address.ToString(),
            ["GEMINI_API_KEY"] = Canary,
        };
        var program = await PublishedProgram.StartAsync(environment, workingDirectory: null, user: null, Cancellation);
        _programs.Add(program);
        return program;
    }

    public async Task<(PlaygroundPage Playground, IBrowserContext Context)> VisitAsync(PublishedProgram program, string path = "/")
    {
        var context = await browser.NewContextAsync(Screen.Desktop, program.Address, Cancellation);
        var page = new PlaygroundPage(await context.NewPageAsync(), new PageWatch(context, program.Address));
        await page.GoToAsync(path);
        return (page, context);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        await _data.DisposeAsync();
    }
}
