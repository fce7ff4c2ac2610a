using GeminiStudio.Emulator;
using GeminiStudio.Keys;

namespace GeminiStudio.Web.Shell;

/// <summary>Runs the emulator beside the studio, on a loopback port of its own, unless a host is configured that answers instead.</summary>
internal sealed class DemoEmulator(Upstream upstream) : IHostedService, IAsyncDisposable
{
    private EmulatorServer? _server;

    /// <exception cref="InvalidOperationException">It does not run: a host is configured, or the start is not over.</exception>
    public Uri Address => _server?.Address ?? throw new InvalidOperationException("The emulator does not run.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!upstream.IsConfigured)
        {
            _server = await EmulatorServer.StartAsync(new EmulatorServerOptions(), cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
