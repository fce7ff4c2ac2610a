using GeminiStudio.Emulator.Files;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Received;

namespace GeminiStudio.Emulator;

/// <summary>A stand-in for Google's Gemini API on a Kestrel of its own; it lives until it is disposed.</summary>
public sealed class EmulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ReceivedRequests _received;

    private EmulatorServer(WebApplication app, ReceivedRequests received)
    {
        _app = app;
        _received = received;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it listens, with the port that it really got; ends in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The requests received so far, oldest first, inspection calls excepted.</summary>
    public IReadOnlyList<ReceivedRequest> Received => _received.Snapshot();

    /// <summary>Starts an emulator and returns once it accepts connections.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorServerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        // An empty builder: the host program's settings, environment and logging are not ours.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // refused by the endpoints, in Google's words
            kestrel.Limits.MinResponseDataRate = null; // a slow reader is a case that tests need
        });
        // A flush returns when the bytes are in the socket: what comes before a cut has then really been sent.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        var received = new ReceivedRequests(options.RememberedRequests, options.TimeProvider);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();

        var app = builder.Build();
        app.Urls.Add(options.Url ?? $"http://127.0.0.1:{options.Port}");
        new EmulatorEndpoints(options, received, ModelCatalogue.Current, new FileStore(options), app.Lifetime.ApplicationStopping).Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new EmulatorServer(app, received);
    }

    /// <summary>Requests received so far; with a verb only those, as in <see cref="ReceivedRequest.Verb"/>.</summary>
    public int RequestCount(string? verb = null) => _received.Count(verb);

    /// <summary>Waits until so many requests have been received in all, and returns the last of them.</summary>
    public Task<ReceivedRequest> WaitForRequestAsync(int count, CancellationToken cancellationToken) =>
        _received.WaitAsync(count, cancellationToken);

    /// <summary>Stops listening; streams under way are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Leaves Ctrl+C and SIGTERM to the program around us.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
