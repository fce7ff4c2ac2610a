using System.Collections.Concurrent;
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

/// <summary>Keeps log lines as an operator would see them.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _lines = new();

    public string All => string.Join('\n', _lines.Select(l => l.Line));

    public IReadOnlyList<string> Of(LogLevel level) => [.. _lines.Where(l => l.Level == level).Select(l => l.Line)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines._lines.Enqueue((logLevel, $"{logLevel} {category}: {formatter(state, exception)} {exception}"));
    }
}
