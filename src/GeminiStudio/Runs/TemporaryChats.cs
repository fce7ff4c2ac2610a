using System.Threading.Channels;
using GeminiStudio.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Runs;

/// <summary>Lets temporary chats go: soon after their last page has closed, and at the latest a day after they began.</summary>
public sealed partial class TemporaryChats(
    TemporaryMarks marks, RunRegistry registry, OwnerSignals signals, TimeProvider time, ILogger<TemporaryChats> logger) : BackgroundService
{
    /// <summary>A page that comes back within this time has only been loaded again.</summary>
    public static readonly TimeSpan ReloadTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Open> _open = [];
    private readonly Channel<(Guid OwnerId, Guid SessionId)> _closed = Channel.CreateUnbounded<(Guid, Guid)>();

    /// <summary>Says that a page shows the chat, until disposed.</summary>
    public IDisposable Hold(Guid ownerId, Guid sessionId)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(sessionId, out var open))
            {
                _open[sessionId] = open = new Open();
            }

            open.Pages++;
            open.Timer?.Dispose();
            open.Timer = null;
            return new Page(() => Close(ownerId, sessionId));
        }
    }

    /// <summary>Deletes the chat for good once what runs in it has stopped; does nothing to one that is not temporary.</summary>
    public async Task PurgeAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        if (!await marks.IsMarkedAsync(ownerId, sessionId, cancellationToken))
        {
            return;
        }

        foreach (var run in registry.Active.Where(r => r.SessionId == sessionId && r.OwnerId == ownerId))
        {
            run.Stop();
            await run.Completion.WaitAsync(cancellationToken);
        }

        if (await marks.PurgeAsync(ownerId, sessionId, cancellationToken))
        {
            LogPurged(sessionId);
            signals.Raise(ownerId, sessionId);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.WhenAll(PurgeClosedAsync(stoppingToken), SweepAsync(stoppingToken));

    private async Task PurgeClosedAsync(CancellationToken cancellationToken)
    {
        await foreach (var (ownerId, sessionId) in _closed.Reader.ReadAllAsync(cancellationToken))
        {
            await TryPurgeAsync(ownerId, sessionId, cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, time);
        do
        {
            try
            {
                foreach (var (ownerId, sessionId) in await marks.ExpiredAsync(cancellationToken))
                {
                    await TryPurgeAsync(ownerId, sessionId, cancellationToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e, Guid.Empty);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task TryPurgeAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await PurgeAsync(ownerId, sessionId, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(e, sessionId); // the next sweep that finds it too old tries again
        }
    }

    private void Close(Guid ownerId, Guid sessionId)
    {
        lock (_lock)
        {
            var open = _open[sessionId];
            if (--open.Pages == 0)
            {
                open.Timer = time.CreateTimer(_ => Gone(ownerId, sessionId), null, ReloadTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Gone(Guid ownerId, Guid sessionId)
    {
        lock (_lock)
        {
            if (_open.GetValueOrDefault(sessionId) is not { Pages: 0 } open)
            {
                return; // it was opened again
            }

            open.Timer?.Dispose();
            _open.Remove(sessionId);
        }

        _closed.Writer.TryWrite((ownerId, sessionId));
    }

    private sealed class Open
    {
        public int Pages { get; set; }

        public ITimer? Timer { get; set; }
    }

    private sealed class Page(Action close) : IDisposable
    {
        private Action? _close = close;

        public void Dispose() => Interlocked.Exchange(ref _close, null)?.Invoke();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Temporary chat {SessionId} is deleted")]
    private partial void LogPurged(Guid sessionId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Temporary chat {SessionId} could not be deleted")]
    private partial void LogBroken(Exception exception, Guid sessionId);
}
