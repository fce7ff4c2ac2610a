using GeminiStudio.Data;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.E2E.Rig;

/// <summary>The studio on a real Kestrel and a loopback port of its own, with its own data directory and its own emulator.</summary>
internal sealed class StudioServer : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly TemporaryDirectory _data;

    private StudioServer(Factory factory, TemporaryDirectory data, EmulatorServer emulator, LogLines log)
    {
        Log = log;
        _factory = factory;
        _data = data;
        Emulator = emulator;
        Address = factory.ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    /// <summary>What answers in Google's place; it remembers every request.</summary>
    public EmulatorServer Emulator { get; }

    /// <summary>What this one has logged; a story that fails tells its errors.</summary>
    public LogLines Log { get; }

    public string DataDirectory => _data.Path;

    public IServiceProvider Services => _factory.Services;

    /// <summary>Starts the studio with a key and the emulator as its host, in the environment that operators run.</summary>
    /// <param name="emulator">How Google behaves; null means at once and without faults.</param>
    /// <param name="change">Settings and services of this story; the last word.</param>
    /// <param name="cancellationToken">Ends the wait for the emulator.</param>
    public static async Task<StudioServer> StartAsync(
        EmulatorServerOptions? emulator, Action<IWebHostBuilder>? change, CancellationToken cancellationToken)
    {
        var data = new TemporaryDirectory();
        var google = await EmulatorServer.StartAsync(emulator ?? new EmulatorServerOptions { Pace = TimeSpan.Zero }, cancellationToken);
        return Start(data, google, change);
    }

    /// <summary>Stops this one in good order and starts another on its data and its emulator, at another port.</summary>
    /// <param name="between">What happens to the data directory while nothing runs.</param>
    public async Task<StudioServer> RestartAsync(Action<IWebHostBuilder>? change, Action<string>? between)
    {
        await _factory.DisposeAsync();
        between?.Invoke(DataDirectory);
        return Start(_data, Emulator, change);
    }

    /// <summary>Every ledger entry, in the order in which they were booked.</summary>
    public Task<List<LedgerEntry>> LedgerAsync() => ReadAsync(db => db.Ledger.OrderBy(entry => entry.At).ToListAsync());

    /// <summary>What the database holds.</summary>
    public async Task<T> ReadAsync<T>(Func<StudioDb, Task<T>> read)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<StudioDb>>().CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Lets a refused key go out again, as a check on the Keys page would.</summary>
    public async Task ForgetRefusalsAsync(CancellationToken cancellationToken)
    {
        var ring = Services.GetRequiredService<GeminiStudio.Keys.KeyRing>();
        foreach (var key in ring.Keys)
        {
            await ring.NoteWorksAsync(key, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Emulator.DisposeAsync();
        await _data.DisposeAsync();
    }

    private static StudioServer Start(TemporaryDirectory data, EmulatorServer google, Action<IWebHostBuilder>? change)
    {
        var log = new LogLines();
        var factory = new Factory(builder =>
        {
            builder.UseEnvironment("Production");
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));
            builder.UseSetting("Studio:DataDirectory", data.Path);
            builder.UseSetting("Gemini:BaseUrl", google.Address.ToString());
            builder.UseSetting("GEMINI_API_KEY", "a-key-of-the-tests");
            change?.Invoke(builder);
        });
        factory.UseKestrel(0);
        factory.StartServer();
        return new StudioServer(factory, data, google, log);
    }

    private sealed class Factory(Action<IWebHostBuilder> configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => configure(builder);
    }
}
