using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Functions;
using GeminiStudio.Tests.Studio;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Functions;

public sealed class GuardedClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void An_address_that_is_not_of_the_public_internet_is_known(string address) => Assert.False(GuardedAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void An_address_of_the_public_internet_is_let_through(string address) => Assert.True(GuardedAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    public async Task A_private_address_is_refused_before_anything_is_sent(string form)
    {
        using var trap = new Trap();
        var url = string.Format(null, form, trap.Port);

        var refused = await Assert.ThrowsAsync<GuardedException>(() => SendAsync(Client(), url));

        Assert.Contains("private network", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, trap.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    [InlineData("localhost")]
    public async Task What_the_admin_has_listed_is_reached(string listed)
    {
        using var trap = new Trap("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
        var options = new StudioOptions { PublicBaseUrl = new("https://studio.example") };
        options.AllowedPrivateHosts.Add(listed);

        var answer = await SendAsync(new(options, TimeProvider.System), $"http://{(listed == "localhost" ? listed : "127.0.0.1")}:{trap.Port}/");

        Assert.Equal((200, "{\"a\":1}"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Loopback_is_allowed_by_a_function_in_solo_mode_alone()
    {
        using var trap = new Trap("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        var url = $"http://127.0.0.1:{trap.Port}/";

        Assert.Equal(200, (await SendAsync(Client(), url, loopback: true)).Status);
        await Assert.ThrowsAsync<GuardedException>(() => SendAsync(new(new() { PublicBaseUrl = new("https://studio.example") }, TimeProvider.System), url, loopback: true));
        Assert.Equal(1, trap.Connections);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var other = new Trap();
        using var trap = new Trap($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{other.Port}/\r\nContent-Length: 0\r\n\r\n");

        var refused = await Assert.ThrowsAsync<GuardedException>(() => SendAsync(Client(), $"http://127.0.0.1:{trap.Port}/", loopback: true));

        Assert.Contains("redirect", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Another_host_than_the_saved_one_is_refused() =>
        await Assert.ThrowsAsync<GuardedException>(() => Client().SendAsync(new(HttpMethod.Get, "http://127.0.0.1:1/"), new("ops.example", true), TimeSpan.FromSeconds(5), Cancel));

    [Fact]
    public async Task An_answer_that_is_too_large_is_cut_off()
    {
        using var trap = new Trap("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + new string('x', 2_000_000));

        await Assert.ThrowsAsync<GuardedException>(() => SendAsync(Client(), $"http://127.0.0.1:{trap.Port}/", loopback: true));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://ops.example/")]
    [InlineData("http://user:word@ops.example/")]
    [InlineData("http://{host}/")]
    [InlineData("ops.example")]
    public void Only_an_http_address_with_a_fixed_host_can_be_saved(string url) => Assert.Null(GuardedScope.HostOf(url));

    [Fact]
    public async Task An_endpoint_gets_declared_slots_its_secret_and_nothing_else()
    {
        using var trap = new Trap("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"cm\":12}");
        await using var rig = await StudioRig.StartAsync();
        await rig.As(StudioRig.Owner).SaveFunctionSecretAsync("ops", new("s3cret-value-0123"), Cancel);
        var function = FunctionDraft.Read(JsonNode.Parse("""{"name":"f","parameters":{"type":"object","properties":{"id":{"type":"string"},"unit":{"type":"string"}}}}""")!.AsObject());
        var answer = new FunctionAnswer
        {
            Kind = AnswerKind.Http,
            Http = new() { Url = $"http://127.0.0.1:{trap.Port}/items/{{id}}", Host = $"127.0.0.1:{trap.Port}", AllowsLoopback = true, Header = "X-Api-Key", Secret = "ops" },
        };

        var got = await rig.As(StudioRig.Owner).TryFunctionAsync(function, answer, new() { ["id"] = "../a b?x=1", ["unit"] = "cm", ["admin"] = "yes" }, Cancel);

        Assert.Equal("{\"cm\":12}", got.Response!.ToJsonString());
        Assert.StartsWith("GET /items/..%2Fa%20b%3Fx%3D1?unit=cm HTTP/1.1", trap.Received, StringComparison.Ordinal);
        Assert.Contains("X-Api-Key: s3cret-value-0123", trap.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("admin", trap.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_are_told_to_the_model_and_nothing_is_called()
    {
        using var trap = new Trap();
        await using var rig = await StudioRig.StartAsync();
        var function = FunctionDraft.Read(JsonNode.Parse("""{"name":"f","parameters":{"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]}}""")!.AsObject());
        var answer = new FunctionAnswer { Kind = AnswerKind.Http, Http = new() { Url = $"http://127.0.0.1:{trap.Port}/", Host = $"127.0.0.1:{trap.Port}", AllowsLoopback = true } };

        var got = await rig.As(StudioRig.Owner).TryFunctionAsync(function, answer, new() { ["id"] = "x" }, Cancel);

        Assert.StartsWith("The arguments do not fit: /id", got.Response!["error"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, trap.Connections);
    }

    private static GuardedHttpClient Client() => new(new(), TimeProvider.System);

    private static Task<GuardedAnswer> SendAsync(GuardedHttpClient client, string url, bool loopback = false) =>
        client.SendAsync(new(HttpMethod.Get, url), new(GuardedScope.HostOf(url)!, loopback), TimeSpan.FromSeconds(10), Cancel);

    [Fact]
    public async Task A_document_from_an_address_is_read_where_it_may_be_and_told_why_not_elsewhere()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        using var trap = new Trap("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
        using var gone = new Trap("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        var url = $"http://127.0.0.1:{trap.Port}/openapi.json";

        var refused = await studio.FetchDocumentAsync(url, allowsLoopback: false, Cancel);
        Assert.Equal(0, trap.Connections);
        var read = await studio.FetchDocumentAsync($" {url} ", allowsLoopback: true, Cancel);

        Assert.Contains("private network", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(("""{"a":1}""", null), read);
        Assert.DoesNotContain("goog", trap.Received, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("404", (await studio.FetchDocumentAsync($"http://127.0.0.1:{gone.Port}/", allowsLoopback: true, Cancel)).Problem, StringComparison.Ordinal);
        Assert.Equal("Give an http or https address.", (await studio.FetchDocumentAsync("file:///etc/passwd", allowsLoopback: true, Cancel)).Problem);
    }

    /// <summary>Listens on this computer, counts who comes, and answers each with the same bytes.</summary>
    private sealed class Trap : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly string? _answer;

        public Trap(string? answer = null)
        {
            _answer = answer;
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections { get; private set; }

        public string Received { get; private set; } = "";

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    Connections++;
                    var buffer = new byte[8192];
                    Received = Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(_answer ?? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over, or the other side has gone.
            }
        }
    }
}
