using System.Net;
using System.Net.Sockets;
using System.Text;
using GeminiStudio.Tests.Studio;

namespace GeminiStudio.Tests.Files;

public sealed class UrlFetchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_at_an_address_is_fetched_and_attached()
    {
        await using var rig = await StudioRig.StartAsync(configure: s => s["Studio:AllowedPrivateHosts:0"] = "127.0.0.1");
        using var site = new Site("200 OK", "image/png", Samples.Pixel);
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());

        Assert.Null(await studio.AttachLinkAsync(session, $" {site.Address}a%20dot.png ", Cancel));

        var attached = Assert.Single(await studio.AttachmentsAsync(session, "gemini-3.8-flash", Cancel));
        Assert.Equal(("a dot.png", "image/png", null), (attached.Attachment.Name, attached.File!.MimeType, attached.Problem));
    }

    [Theory]
    [InlineData("404 Not Found", "text/plain", "404")]
    [InlineData("302 Found", "text/plain", "redirect")]
    [InlineData("200 OK", "application/zip", "not taken")]
    public async Task What_cannot_be_had_is_told_and_nothing_is_attached(string status, string type, string words)
    {
        await using var rig = await StudioRig.StartAsync(configure: s => s["Studio:AllowedPrivateHosts:0"] = "127.0.0.1");
        using var site = new Site(status, type, "PK\u0003\u0004zip"u8.ToArray());
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());

        Assert.Contains(words, await studio.AttachLinkAsync(session, site.Address + "x.zip", Cancel), StringComparison.Ordinal);

        Assert.Empty(await studio.AttachmentsAsync(session, "gemini-3.8-flash", Cancel));
    }

    [Fact]
    public async Task An_address_in_a_private_network_is_never_asked()
    {
        await using var rig = await StudioRig.StartAsync();
        using var site = new Site("200 OK", "image/png", Samples.Pixel);

        Assert.Contains("private network", await rig.As(StudioRig.Owner).AttachLinkAsync(Guid.NewGuid(), site.Address, Cancel), StringComparison.Ordinal);

        Assert.False(site.WasAsked);
    }

    /// <summary>One answer for whoever asks.</summary>
    private sealed class Site : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public Site(string status, string type, byte[] body)
        {
            _listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
            _serving = ServeAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nLocation: /elsewhere\r\nConnection: close\r\n\r\n"), body);
        }

        public string Address { get; }

        public bool WasAsked { get; private set; }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync(byte[] head, byte[] body)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(Cancel);
                WasAsked = true;
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096], Cancel);
                await stream.WriteAsync((byte[])[.. head, .. body], Cancel);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return; // nobody asked
            }
        }
    }
}
