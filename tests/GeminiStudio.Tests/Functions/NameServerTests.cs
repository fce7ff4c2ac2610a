using System.Net;
using System.Net.Sockets;

namespace GeminiStudio.Tests.Functions;

/// <summary>Names that lead into the private network, and name servers that change their mind.</summary>
public sealed class NameServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("redis", "172.18.0.3")]
    [InlineData("postgres", "10.0.0.7")]
    [InlineData("host.docker.internal", "192.168.65.2")]
    [InlineData("metadata.google.internal", "169.254.169.254")]
    [InlineData("printer.local", "fe80::1")]
    [InlineData("127.0.0.1.nip.io", "127.0.0.1")]
    [InlineData("localtest.me", "::1")]
    [InlineData("both.example", "8.8.8.8", "10.0.0.1")]
    public async Task A_name_that_leads_inside_is_refused_whatever_it_is_called(string name, params string[] addresses)
    {
        var client = Client((_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));

        var refused = await Assert.ThrowsAsync<GuardedException>(() => SendAsync(client, $"http://{name}/"));

        Assert.Contains($"{name} lies in a private network", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_server_that_answers_otherwise_the_second_time_is_not_asked_a_second_time()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var asked = 0;
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var client = Client((_, _) =>
        {
            connecting.CancelAfter(TimeSpan.FromMilliseconds(200)); // the public address answers nobody here
            return Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Parse("8.8.8.8") : IPAddress.Loopback]);
        });

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(client, $"http://rebind.example:{((IPEndPoint)trap.LocalEndpoint).Port}/", connecting.Token));

        Assert.Equal(1, asked);
        Assert.False(trap.Pending());
    }

    private static GuardedHttpClient Client(Func<string, CancellationToken, Task<IPAddress[]>> resolve) => new(new(), TimeProvider.System) { Resolve = resolve };

    private static Task<GuardedAnswer> SendAsync(GuardedHttpClient client, string url, CancellationToken? cancellationToken = null) =>
        client.SendAsync(new(HttpMethod.Get, url), new(GuardedScope.HostOf(url)!), TimeSpan.FromSeconds(10), cancellationToken ?? Cancel);
}
