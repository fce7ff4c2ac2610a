using System.Net.Sockets;
using System.Text;

namespace GeminiStudio.Gemini.Tests.Support;

/// <summary>One request at the scripted server, and ways to answer it well or badly.</summary>
internal sealed class Exchange
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly CancellationToken _stopping;

    private Exchange(Socket socket, NetworkStream stream, string head, byte[] body, CancellationToken stopping)
    {
        (_socket, _stream, _stopping, Head, Body) = (socket, stream, stopping, head, body);
    }

    /// <summary>Request line and headers as they came.</summary>
    public string Head { get; }

    public byte[] Body { get; }

    public bool IsClosed { get; private set; }

    public string RequestLine => Head.Split("\r\n")[0];

    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).FirstOrDefault();

    public static async Task<Exchange?> ReadAsync(Socket socket, NetworkStream stream, CancellationToken stopping)
    {
        var read = new List<byte>();
        var one = new byte[1];
        while (read.Count < 4 || read[^4] != '\r' || read[^3] != '\n' || read[^2] != '\r' || read[^1] != '\n')
        {
            if (await stream.ReadAsync(one, stopping) == 0)
            {
                return null;
            }

            read.Add(one[0]);
        }

        var head = Encoding.ASCII.GetString([.. read]);
        var exchange = new Exchange(socket, stream, head, [], stopping);
        var length = int.TryParse(exchange.Header("Content-Length"), out var n) ? n : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stopping);
        return new Exchange(socket, stream, head, body, stopping);
    }

    public ValueTask WriteAsync(string raw) => WriteAsync(Encoding.UTF8.GetBytes(raw));

    public ValueTask WriteAsync(ReadOnlyMemory<byte> raw) => _stream.WriteAsync(raw, _stopping);

    public ValueTask AnswerAsync(int status, string body, string contentType = "application/json", string headers = "") =>
        WriteAsync($"HTTP/1.1 {status} X\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    public ValueTask BeginStreamAsync() =>
        WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>Sends text as one HTTP chunk, in one write.</summary>
    public ValueTask SendAsync(string text) => WriteAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public ValueTask EndStreamAsync() => WriteAsync("0\r\n\r\n");

    /// <summary>A whole stream of these events.</summary>
    public async Task StreamAsync(params string[] events)
    {
        await BeginStreamAsync();
        foreach (var e in events)
        {
            await SendAsync($"data: {e}\r\n\r\n");
        }

        await EndStreamAsync();
    }

    /// <summary>Breaks the connection with RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        Close();
    }

    public void Close()
    {
        IsClosed = true;
        _socket.Close();
    }

    /// <summary>Ends when the client closes the connection; whatever it still sends is returned.</summary>
    public async Task<byte[]> UntilClosedAsync()
    {
        var sent = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(sent, _stopping);
        }
        catch (IOException)
        {
            return sent.ToArray();
        }

        return sent.ToArray();
    }

    /// <summary>Says nothing more until the test ends.</summary>
    public Task HoldAsync() => UntilClosedAsync();

    public async Task<byte> ReadByteAsync()
    {
        var one = new byte[1];
        await _stream.ReadExactlyAsync(one, _stopping);
        return one[0];
    }
}
