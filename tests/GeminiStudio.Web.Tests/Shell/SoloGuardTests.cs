using System.Net;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace GeminiStudio.Web.Tests.Shell;

/// <summary>What a loopback server cannot be shown over its own socket: peers that are somebody else.</summary>
public sealed class SoloGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("127.8.9.1", 200)]
    [InlineData("::1", 200)]
    [InlineData("::ffff:127.0.0.1", 200)]
    [InlineData("192.168.1.20", 403)]
    [InlineData("10.0.0.1", 403)]
    [InlineData("169.254.169.254", 403)]
    [InlineData("100.64.0.1", 403)]
    [InlineData("fe80::1", 403)]
    [InlineData("::ffff:10.0.0.1", 403)]
    [InlineData("64:ff9b::7f00:1", 403)]
    [InlineData("0.0.0.0", 403)]
    public async Task Only_this_machine_is_answered(string peer, int status)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);

        await new SoloGuard(_ => Task.CompletedTask).InvokeAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:8080")]
    [InlineData("urls", "http://*:8080")]
    [InlineData("urls", "http://127.0.0.1:1;http://192.168.0.2:1")]
    [InlineData("urls", "http://localhost.evil.example:80")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://[::]:80")]
    [InlineData("Studio:PublicBaseUrl", "https://studio.example")]
    public void Any_other_address_stops_the_start_with_what_to_do(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => ListenAddresses.RequireLoopback(configuration));

        Assert.Matches("Listen on http://127.0.0.1:PORT|Remove it", refusal.Message);
    }
}
