using System.Net.Sockets;
using System.Text;

namespace GeminiStudio.E2E.Doors;

/// <summary>HTTP as bytes, for requests that no client library would send. Each goes over a connection of its own.</summary>
internal sealed class RawHttp(Uri server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Authority => server.Authority;

    public string Origin => server.GetLeftPart(UriPartial.Authority);

    /// <summary>Sends the lines as a head, then the body, and reads the whole answer.</summary>
    /// <param name="head">Request line and header lines, without line ends.</param>
    public async Task<RawAnswer> SendAsync(IEnumerable<string> head, byte[]? body, CancellationToken cancellationToken)
    {
        using var connection = await OpenAsync(head, body, cancellationToken);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var answer = new MemoryStream();
        try
        {
            await connection.GetStream().CopyToAsync(answer, timeout.Token);
        }
        catch (IOException)
        {
            // A server may reset a connection whose request it did not read to its end; what it said before that counts.
        }

        return RawAnswer.Read(answer.ToArray());
    }

    /// <summary>A GET with our own host, and with these header lines besides; a line <c>Host: …</c> replaces ours.</summary>
    public Task<RawAnswer> GetAsync(string target, CancellationToken cancellationToken, params IEnumerable<string> headers) =>
        SendAsync(Head("GET", target, headers), null, cancellationToken);

    public Task<RawAnswer> PostAsync(string target, string body, CancellationToken cancellationToken, params IEnumerable<string> headers) =>
        SendAsync(Head("POST", target, [.. headers, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"]), Encoding.UTF8.GetBytes(body), cancellationToken);

    /// <summary>Asks for a WebSocket; the answer's head only.</summary>
    public async Task<RawAnswer> UpgradeAsync(string target, CancellationToken cancellationToken, params IEnumerable<string> headers)
    {
        IEnumerable<string> head = [.. Head("GET", target, headers).Where(h => h != "Connection: close"), "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];
        using var connection = await OpenAsync(head, null, cancellationToken);
        var read = new byte[4096];
        var length = await connection.GetStream().ReadAsync(read, cancellationToken);
        return RawAnswer.Read(read[..length]);
    }

    private async Task<TcpClient> OpenAsync(IEnumerable<string> head, byte[]? body, CancellationToken cancellationToken)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port, cancellationToken);
        var stream = connection.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), cancellationToken);
            if (body is not null)
            {
                await stream.WriteAsync(body, cancellationToken);
            }
        }
        catch (IOException)
        {
            // Refused before all was sent: the answer says why.
        }

        return connection;
    }

    private string[] Head(string method, string target, IEnumerable<string> headers)
    {
        var own = headers.ToList();
        var host = own.Any(h => h.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)) ? Array.Empty<string>() : [$"Host: {Authority}"];
        return [$"{method} {target} HTTP/1.1", .. host, .. own, "Connection: close"];
    }
}

/// <summary>An answer as it came.</summary>
/// <param name="Status">0 when the connection was closed without one.</param>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    public static RawAnswer Read(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        var words = head.Split(' ', 3);
        return new RawAnswer(words.Length > 1 && int.TryParse(words[1], out var status) ? status : 0, head, end < 0 ? "" : text[(end + 4)..]);
    }

    /// <summary>The values of a header, in order.</summary>
    public IReadOnlyList<string> Header(string name) =>
        [.. Head.Split("\r\n").Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim())];
}
