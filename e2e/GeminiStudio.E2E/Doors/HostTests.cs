using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>Who may be spoken to: a foreign name is DNS rebinding, a forwarded request has somebody else behind it.</summary>
public sealed class HostTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Host: evil.example:80")]
    [InlineData("Host: localhost.evil.example")]
    [InlineData("Host: localhost.")]
    [InlineData("Host: 127.0.0.1.")]
    [InlineData("Host: 127.0.0.1.nip.io")]
    [InlineData("Host: 127.1")]
    [InlineData("Host: 2130706433")]
    [InlineData("Host: 0.0.0.0")]
    [InlineData("Host: 192.168.0.1")]
    [InlineData("Host: [::]")]
    [InlineData("Host: [::ffff:127.0.0.1]")]
    [InlineData("Host: localhost@evil.example")]
    [InlineData("Host: evil.example#localhost")]
    [InlineData("Host: localhost:0x50")]
    [InlineData("Host: localhost:")]
    [InlineData("Host: localhost:80:80")]
    [InlineData("Host: ①②⑦.⓪.⓪.①")]
    [InlineData("Host: ")]
    [InlineData("Host: localhost", "Host: evil.example")]
    [InlineData("Host: localhost", "Host: localhost")]
    public async Task A_foreign_name_is_refused_on_every_route(params string[] hosts)
    {
        foreach (var path in new[] { "/", "/health/live", "/app.css", $"/api/drafts/{Guid.NewGuid()}", "/_blazor/initializers", "/not/there" })
        {
            Assert.Equal(400, (await door.Http.GetAsync(path, Cancellation, hosts)).Status);
        }
    }

    [Fact]
    public async Task Without_a_name_there_is_no_answer()
    {
        Assert.Equal(400, (await door.Http.SendAsync(["GET / HTTP/1.1", "Connection: close"], null, Cancellation)).Status);
        Assert.Equal(400, (await door.Http.SendAsync(["GET / HTTP/1.0"], null, Cancellation)).Status);
    }

    [Theory]
    [InlineData("http://evil.example/health/live")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://evil.example/")]
    public async Task A_request_for_another_server_goes_nowhere(string target)
    {
        Assert.Equal(400, (await door.Http.GetAsync(target, Cancellation)).Status);
        Assert.Equal(400, (await door.Http.UpgradeAsync(target, Cancellation)).Status);
        Assert.Equal(400, (await door.Http.GetAsync(target, Cancellation, $"Host: {new Uri(target).Authority}")).Status);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost:9")] // the other end of a tunnel
    public async Task This_machine_s_own_names_are_answered(string host) =>
        Assert.Equal(200, (await door.Http.GetAsync("/health/live", Cancellation, $"Host: {host}")).Status);

    [Theory]
    [InlineData("Forwarded: for=10.0.0.1")]
    [InlineData("forwarded: ")]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Forwarded-For: fe80::1%eth0, garbage")]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Port: 443")]
    [InlineData("X-Forwarded-Prefix: /a")]
    [InlineData("x-forwarded-server: a")]
    [InlineData("X-Real-IP: 10.0.0.1")]
    [InlineData("Via: 1.1 cache")]
    [InlineData("CF-Connecting-IP: 10.0.0.1")]
    [InlineData("True-Client-IP: 10.0.0.1")]
    public async Task A_forwarded_request_is_refused_with_the_way_out(string header)
    {
        var answer = await door.Http.GetAsync("/", Cancellation, header);

        Assert.Equal(400, answer.Status);
        Assert.Contains("A proxy stands in front of this server. That needs team mode: set Studio__PublicBaseUrl.", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_forwarders_are_refused_like_one() =>
        Assert.Equal(400, (await door.Http.GetAsync("/", Cancellation, "X-Forwarded-For: " + string.Join(", ", Enumerable.Repeat("10.0.0.1", 100)))).Status);

    [Fact]
    public async Task Behind_a_real_proxy_a_visitor_reads_what_to_do()
    {
        await using var proxy = await SmallProxy.StartAsync(door.Studio.Address, Cancellation);
        using var visitor = new HttpClient { BaseAddress = proxy.Address };

        using var page = await visitor.GetAsync("/", Cancellation);

        Assert.Equal(400, (int)page.StatusCode);
        Assert.Contains("set Studio__PublicBaseUrl", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
