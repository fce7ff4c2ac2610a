using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GeminiStudio.E2E.Rig;

/// <summary>The line between a browser and the studio: it can be cut and mended, slowed down, and kept from carrying what the browser says.</summary>
/// <remarks>A browser's own switch for offline leaves sockets that are open alone; this is a line that is really gone.</remarks>
internal sealed class Wire : IAsyncDisposable
{
    private const int Chunk = 2048;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _ends = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly Task _accepting;
    private TaskCompletionSource _speech = Open();
    private volatile bool _isCut;

    public Wire(Uri studio)
    {
        Studio = studio;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it leads; may change while it is cut.</summary>
    public Uri Studio { get; set; }

    /// <summary>What the browser is told.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Bytes a second towards the browser and connection; null is as fast as it goes.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>Drops every connection, and every new one until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var end in _ends.Keys)
        {
            end.Close(0); // a reset, not a goodbye
        }
    }

    public void Mend() => _isCut = false;

    /// <summary>Holds back what the browser says, and loses none of it.</summary>
    public void Mute() => _speech = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Unmute() => _speech.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        Cut();
        Unmute();
        _listener.Dispose();
        await _accepting;
        _gone.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptTcpClientAsync(_gone.Token);
                if (_isCut)
                {
                    browser.Client.Close(0);
                    continue;
                }

                carried.Add(CarryAsync(browser));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carried); // the line is taken down
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using var studio = new TcpClient { NoDelay = true };
        using (browser)
        {
            browser.NoDelay = true;
            _ends[browser.Client] = _ends[studio.Client] = 0;
            var (browserEnd, studioEnd) = (browser.Client, studio.Client);
            try
            {
                await studio.ConnectAsync(Studio.Host, Studio.Port, _gone.Token);
                var heard = CopyAsync(studio, browser, () => Task.CompletedTask, () => BytesPerSecond);
                var said = CopyAsync(browser, studio, () => _speech.Task, () => null);
                await Task.WhenAny(heard, said);
                browserEnd.Close(0);
                studioEnd.Close(0);
                await Task.WhenAll(heard, said);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return; // cut, or one of the two hung up
            }
            finally
            {
                _ends.TryRemove(browserEnd, out _);
                _ends.TryRemove(studioEnd, out _);
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<Task> gate, Func<int?> bytesPerSecond)
    {
        var buffer = new byte[Chunk];
        var (source, target) = (from.GetStream(), to.GetStream());
        while (await source.ReadAsync(buffer, _gone.Token) is > 0 and var count)
        {
            await gate().WaitAsync(_gone.Token);
            await target.WriteAsync(buffer.AsMemory(0, count), _gone.Token);
            if (bytesPerSecond() is { } speed)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)count / speed), _gone.Token);
            }
        }
    }
}
