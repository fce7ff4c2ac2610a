using System.Net;
using System.Net.Sockets;
using System.Text;
using GeminiStudio.Files;
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

        Assert.Contains("not asked", await rig.As(StudioRig.Owner).AttachLinkAsync(Guid.NewGuid(), site.Address, Cancel), StringComparison.Ordinal);

        Assert.False(site.WasAsked);
    }

    [Theory]
    [InlineData("http://127.1/x")]
    [InlineData("http://2130706433/x")]
    [InlineData("http://0x7f000001/x")]
    [InlineData("http://0177.0.0.1/x")]
    [InlineData("http://0x7f.1/x")]
    [InlineData("http://[::1]/x")]
    [InlineData("http://[::]/x")]
    [InlineData("http://0/x")]
    [InlineData("http://0.0.0.0/x")]
    [InlineData("http://[::ffff:169.254.169.254]/x")]
    [InlineData("http://[::ffff:a9fe:a9fe]/x")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/x")]
    [InlineData("http://[2002:a9fe:a9fe::]/x")]
    [InlineData("http://[::169.254.169.254]/x")]
    [InlineData("http://[fd00:ec2::254]/x")]
    [InlineData("http://[fec0::1]/x")]
    [InlineData("http://①②⑦.⓪.⓪.①/x")]
    [InlineData("http://127。0。0。1/x")]
    [InlineData("http://LOCALHOST/x")]
    [InlineData("http://127.0.0.1#@example.com/")]
    [InlineData("http:\\\\127.0.0.1\\x")]
    public async Task Every_spelling_of_an_address_at_home_is_refused(string address)
    {
        await using var rig = await StudioRig.StartAsync();

        Assert.Matches("lies in a private network|is not known|is no address", await rig.As(StudioRig.Owner).AttachLinkAsync(Guid.NewGuid(), address, Cancel));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org/")]
    [InlineData("jar:http://example.org/a!/b")]
    [InlineData("ftp://example.org/a.pdf")]
    [InlineData("data:text/plain,a")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//127.0.0.1/a")]
    [InlineData("/etc/passwd")]
    [InlineData("http://user:pw@example.org/")]
    [InlineData("http://evil@127.0.0.1/")]
    [InlineData("http://example.org:65536/")]
    [InlineData("http://example.org:80:80/")]
    [InlineData("http://example.org/a b")]
    [InlineData("http://example.org/a\r\nX-Evil: 1")]
    [InlineData("")]
    public async Task What_is_no_address_of_a_file_is_not_asked(string address)
    {
        await using var rig = await StudioRig.StartAsync();

        Assert.StartsWith("This is no address", await rig.As(StudioRig.Owner).AttachLinkAsync(Guid.NewGuid(), address, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_seventy_thousand_letters_is_none()
    {
        Assert.Null(UrlFetch.Read("http://example.org/" + new string('a', 70_000)));
        Assert.NotNull(UrlFetch.Read("http://example.org/" + new string('a', 2000)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(6379)]
    public async Task Other_ports_than_those_of_the_web_are_not_asked(int port)
    {
        await using var rig = await StudioRig.StartAsync();

        Assert.Contains($"Port {port} is not asked", await rig.As(StudioRig.Owner).AttachLinkAsync(Guid.NewGuid(), $"http://203.0.113.7:{port}/a.pdf", Cancel), StringComparison.Ordinal);
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
