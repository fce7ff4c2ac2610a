using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiProxyTests
{
    private static readonly Uri Google = GeminiOptions.GoogleBaseUrl;

    [Theory]
    [InlineData("HTTPS_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https_proxy=p:1", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://a:1 https_proxy=http://b:2", "http://b:2/")]
    [InlineData("ALL_PROXY=socks5://p:1", "socks5://p:1/")]
    [InlineData("all_proxy=socks5h://p", "socks5://p:1080/")]
    [InlineData("HTTPS_PROXY=http://a:1 ALL_PROXY=http://b:2", "http://a:1/")]
    [InlineData("HTTP_PROXY=http://p:1", null)]
    [InlineData("HTTPS_PROXY= ", null)]
    [InlineData("", null)]
    [InlineData("HTTPS_PROXY=http://p:1 NO_PROXY=*", null)]
    [InlineData("HTTPS_PROXY=http://p:1 NO_PROXY=a,generativelanguage.googleapis.com", null)]
    [InlineData("HTTPS_PROXY=http://p:1 no_proxy=.googleapis.com", null)]
    [InlineData("HTTPS_PROXY=http://p:1 no_proxy=GoogleAPIs.com", null)]
    [InlineData("HTTPS_PROXY=http://p:1 NO_PROXY=generativelanguage.googleapis.com:443", null)]
    [InlineData("HTTPS_PROXY=http://p:1 NO_PROXY=generativelanguage.googleapis.com:80", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1 NO_PROXY=apis.com,localhost,127.0.0.1", "http://p:1/")]
    public void The_environment_names_the_proxy_for_Google(string environment, string? expected)
    {
        Assert.Equal(expected, GeminiProxy.For(Google, null, Reader(environment))?.GetProxy(Google)?.ToString());
    }

    [Theory]
    [InlineData("http://[::1]:5/", "HTTP_PROXY=http://p:1 NO_PROXY=[::1]", false)]
    [InlineData("http://[::1]:5/", "HTTP_PROXY=http://p:1 NO_PROXY=::1", false)]
    [InlineData("http://[::1]:5/", "HTTP_PROXY=http://p:1 NO_PROXY=[::1]:6", true)]
    [InlineData("http://localhost:5/", "HTTP_PROXY=http://p:1", true)]
    [InlineData("http://localhost:5/", "HTTPS_PROXY=http://p:1", false)]
    [InlineData("http://localhost:5/", "ALL_PROXY=http://p:1", true)]
    public void The_scheme_of_the_target_picks_the_variable_and_loopback_is_no_exception(string target, string environment, bool isUsed)
    {
        Assert.Equal(isUsed, GeminiProxy.For(new Uri(target), null, Reader(environment)) is not null);
    }

    [Fact]
    public void The_operators_own_proxy_counts_before_the_environment()
    {
        var proxy = GeminiProxy.For(Google, new Uri("socks5://own:9"), Reader("HTTPS_PROXY=http://p:1 NO_PROXY=*"));

        Assert.Equal("own:9", proxy!.Host);
    }

    [Fact]
    public void No_other_host_goes_through_it()
    {
        var proxy = GeminiProxy.For(Google, new Uri("http://own:9"), Calls.NoEnvironment)!;

        Assert.True(proxy.IsBypassed(new Uri("https://example.com/")));
        Assert.Null(proxy.GetProxy(new Uri("https://example.com/")));
    }

    [Fact]
    public void User_and_password_are_credentials_and_not_part_of_the_name()
    {
        var proxy = GeminiProxy.For(Google, null, Reader("HTTPS_PROXY=http://us%40er:p%3Aw@p:1"))!;

        var credential = proxy.Credentials!.GetCredential(new Uri("http://p:1"), "Basic")!;
        Assert.Equal(("us@er", "p:w", "p:1", "http://p:1/"), (credential.UserName, credential.Password, proxy.Host, proxy.GetProxy(Google)!.ToString()));
    }

    [Theory]
    [InlineData("HTTPS_PROXY=ftp://CANARY:1")]
    [InlineData("HTTPS_PROXY=http://user:CANARY@:1")]
    public void An_address_that_is_no_proxy_is_refused_by_the_name_of_its_setting(string environment)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => GeminiProxy.For(Google, null, Reader(environment)));

        Assert.Contains("HTTPS_PROXY", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_https_server_is_reached_through_a_tunnel_and_the_key_stays_inside_it()
    {
        var inside = new TaskCompletionSource<byte>();
        await using var proxy = new ScriptedServer(async x =>
        {
            await x.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n");
            inside.SetResult(await x.ReadByteAsync());
            x.Close();
        });
        using var client = Calls.Client(new Uri("https://127.0.0.1:4443"), environment: Reader($"HTTPS_PROXY=http://127.0.0.1:{proxy.Port}"));

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal("CONNECT 127.0.0.1:4443 HTTP/1.1", proxy.Requests[0].RequestLine);
        Assert.DoesNotContain(Calls.Key, proxy.Requests[0].Head, StringComparison.Ordinal);
        Assert.Equal(0x16, await inside.Task); // a TLS handshake
        Assert.Equal(GeminiErrorKind.Unreachable, failure.Kind);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_proxy_that_refuses_is_named()
    {
        await using var proxy = new ScriptedServer(x => x.AnswerAsync(502, "no").AsTask());
        using var client = Calls.Client(new Uri("https://127.0.0.1:4443"), new GeminiOptions { Proxy = new Uri($"http://127.0.0.1:{proxy.Port}") });

        var failure = await client.FailureAsync(Calls.Stream);

        Assert.Equal((GeminiErrorKind.Unreachable, $"The proxy 127.0.0.1:{proxy.Port} refused to connect to 127.0.0.1:4443 (proxy)."), (failure.Kind, failure.Message));
    }

    [Fact(Timeout = 30_000)]
    public async Task An_http_server_is_asked_through_the_proxy_unless_it_is_exempt()
    {
        await using var proxy = new ScriptedServer(x => x.StreamAsync(Calls.Stop));
        await using var target = new ScriptedServer(x => x.StreamAsync(Calls.Hello));
        using var proxied = Calls.Client(target.Address, environment: Reader($"http_proxy=http://127.0.0.1:{proxy.Port}"));
        using var direct = Calls.Client(target.Address, environment: Reader($"http_proxy=http://127.0.0.1:{proxy.Port} NO_PROXY=127.0.0.1:{target.Port}"));

        Assert.Equal("!", (await proxied.AllAsync(Calls.Stream)).Text());
        Assert.Empty(target.Requests);
        Assert.Equal("Hello", (await direct.AllAsync(Calls.Stream)).Text());
        Assert.StartsWith($"POST {target.Address}v1beta/models/", Assert.Single(proxy.Requests).RequestLine, StringComparison.Ordinal);
    }

    private static Func<string, string?> Reader(string environment)
    {
        var values = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v.Length > 1 ? v[1] : "", StringComparer.Ordinal);
        return name => values.GetValueOrDefault(name);
    }
}
