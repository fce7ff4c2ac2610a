using GeminiStudio.TestRig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Web.Tests.Assets;

/// <summary>One studio in memory per environment, started when it is first asked for.</summary>
public sealed class Studios : IAsyncDisposable
{
    private readonly Dictionary<string, Factory> _started = new(StringComparer.Ordinal);

    public HttpClient In(string environment)
    {
        if (!_started.TryGetValue(environment, out var studio))
        {
            _started[environment] = studio = new Factory(environment);
        }

        return studio.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var studio in _started.Values)
        {
            await studio.DisposeAsync();
        }
    }

    private sealed class Factory(string environment) : WebApplicationFactory<Program>
    {
        private readonly TemporaryDirectory _data = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseEnvironment(environment)
                .UseSetting("Studio:DataDirectory", _data.Path)
                .ConfigureLogging(logging => logging.ClearProviders());

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await _data.DisposeAsync();
        }
    }
}
