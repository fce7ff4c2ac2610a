using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>One studio for a class of tests at its HTTP doors, with all that it logs.</summary>
public sealed class DoorFixture : IAsyncLifetime
{
    private StudioServer? _studio;

    internal StudioServer Studio => _studio!;

    internal RawHttp Http => new(Studio.Address);

    /// <summary>Every line that was logged, at any level.</summary>
    internal LogLines Log { get; } = new();

    public async ValueTask InitializeAsync() => _studio = await StudioServer.StartAsync(
        emulator: null, builder => builder.ConfigureLogging(logging => logging.AddProvider(Log)), TestContext.Current.CancellationToken);

    /// <summary>A client that follows nothing and keeps no cookies.</summary>
    internal HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Studio.Address };

    public async ValueTask DisposeAsync()
    {
        if (_studio is not null)
        {
            await _studio.DisposeAsync();
        }
    }
}
