using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GeminiStudio.Gemini.Tests.Support;

/// <summary>A server on loopback that answers each request by the next script; the last script answers all that follow.</summary>
/// <remarks>It speaks bytes, because half of what is tested is what a well-behaved server never does.</remarks>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Exchange, Task>[] _scripts;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<Exchange> _exchanges = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _next;

    public ScriptedServer(params Func<Exchange, Task>[] scripts)
    {
        _scripts = scripts;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>The requests so far, in order.</summary>
    public IReadOnlyList<Exchange> Requests => [.. _exchanges];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return; // the listener was stopped
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await Exchange.ReadAsync(socket, stream, _stopping.Token) is { } exchange)
            {
                _exchanges.Enqueue(exchange);
                var script = _scripts[Math.Min(Interlocked.Increment(ref _next), _scripts.Length) - 1];
                await script(exchange);
                if (exchange.IsClosed)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            return; // the client went away, or the test ended: both are what tests do
        }
    }
}
