using System.Diagnostics;
using GeminiStudio.TestRig;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>A published program that is measured: the studio, or the bare platform.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private Site(ChildProcess process, Uri address, string readyPath)
    {
        _process = process;
        Address = address;
        ReadyPath = readyPath;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public int ProcessId => _process.Id;

    public string Output => _process.Output;

    private string ReadyPath { get; }

    /// <summary>Starts <c>dotnet program.dll</c> and returns when its first page has been served.</summary>
    public static async Task<Site> StartAsync(string dll, string readyPath, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = new ProcessStartInfo("dotnet", [dll]) { WorkingDirectory = Path.GetDirectoryName(dll) };
        foreach (var name in start.Environment.Keys.Where(IsOfTheCaller).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var site = new Site(ChildProcess.Start(start), address, readyPath);
        try
        {
            await site.WaitAsync(cancellationToken);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited; await Task.Delay(10, cancellationToken))
        {
            try
            {
                using var page = await Http.GetAsync(ReadyPath, cancellationToken);
                page.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException e) when (e.StatusCode is null)
            {
                continue; // Not listening yet.
            }
        }

        throw new InvalidOperationException($"The program did not answer {ReadyPath}. It said:\n{Output}");
    }

    private static bool IsOfTheCaller(string name) =>
        name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GEMINI_", StringComparison.Ordinal) || name.StartsWith("GOOGLE_", StringComparison.Ordinal)
        || name.StartsWith("Studio__", StringComparison.Ordinal) || name.StartsWith("Gemini__", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal);
}
