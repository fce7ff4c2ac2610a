using System.Diagnostics;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Crash;

/// <summary>The published program on a data directory that outlives it, with the emulator as its host and a canary as its key.</summary>
/// <param name="browser">For stories that look at the page; null when none does.</param>
/// <param name="google">What answers in Google's place; it outlives the program too.</param>
/// <param name="postgres">Connection string; null keeps SQLite in the data directory.</param>
internal sealed class PublishedStudio(BrowserFixture? browser, EmulatorServer google, string? postgres = null) : IAsyncDisposable
{
    /// <summary>A key that no other text contains.</summary>
    public const string Canary = "AIzaCanary-0123456789-abcdefghij-KLMNOP";

    private readonly TemporaryDirectory _data = new();
    private readonly List<PublishedProgram> _programs = [];
    private string? _folder;

    public string DataDirectory => _data.Path;

    public string DatabaseFile => _data.File("studio.db");

    public EmulatorServer Google => google;

    public CrashDatabase Database => new(postgres, DatabaseFile);

    /// <summary>All that the programs wrote to their standard output and error.</summary>
    public string Output => string.Concat(_programs.Select(p => p.Output));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="fail">The fail point that the process is to die at, as <c>STUDIO_FAIL</c> spells it; null for none.</param>
    /// <param name="settings">Further settings in the environment's spelling.</param>
    public async Task<PublishedProgram> StartAsync(string? fail = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["Studio__DataDirectory"] = _data.Path,
            ["Gemini__BaseUrl"] = google.Address.ToString(),
            ["GEMINI_API_KEY"] = Canary,
        };
        if (postgres is not null)
        {
            environment["ConnectionStrings__Studio"] = postgres;
        }

        if (fail is not null)
        {
            environment["STUDIO_FAIL"] = fail;
        }

        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        _folder ??= await PublishedFolder.GetAsync(Cancellation);
        var program = await PublishedProgram.StartAsync(_folder, environment, workingDirectory: null, user: null, Cancellation);
        _programs.Add(program);
        return program;
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <returns>The program, and how long that took.</returns>
    public async Task<(PublishedProgram Program, TimeSpan Took)> StartReadyAsync()
    {
        _folder ??= await PublishedFolder.GetAsync(Cancellation); // not part of the start
        var watch = Stopwatch.StartNew();
        var program = await StartAsync();
        await Wait.UntilAsync(async () => await ReadinessAsync(program) == "ready", "the program is ready", Cancellation, seconds: 60);
        return (program, watch.Elapsed);
    }

    /// <summary>The word of <c>/health/ready</c>; "silent" when it does not come within two seconds.</summary>
    public static async Task<string> ReadinessAsync(PublishedProgram program)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var answer = await http.GetAsync(new Uri(program.Address, "/health/ready"), Cancellation);
            return await answer.Content.ReadAsStringAsync(Cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return "silent";
        }
    }

    public async Task<(PlaygroundPage Playground, IBrowserContext Context)> VisitAsync(PublishedProgram program, string path = "/")
    {
        var context = await browser!.NewContextAsync(Screen.Desktop, program.Address, Cancellation);
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
