using System.Net;
using System.Text.Json.Nodes;
using GeminiStudio.Functions;

namespace GeminiStudio.Tests.Functions;

/// <summary>What a function's endpoint may be, whatever a person or a model writes: rows of the bad-input matrix.</summary>
public sealed class EndpointRowTests
{
    [Theory]
    [InlineData("Host"), InlineData("content-length"), InlineData("Transfer-Encoding"), InlineData("Cookie"), InlineData("Connection"), InlineData("X-A\r\nX-B"), InlineData("X A"), InlineData("Näme")]
    public void A_header_that_says_how_or_to_whom_a_message_goes_is_refused(string name)
    {
        Assert.Equal("That cannot be the name of a header.", HttpFunctions.Problem(new() { Url = "https://ops.example/", Header = name }));
        Assert.False(HttpFunctions.TakesHeader(name));
    }

    [Theory, InlineData("Authorization"), InlineData("X-Api-Key"), InlineData(""), InlineData((string?)null)]
    public void A_header_for_a_secret_is_taken(string? name) => Assert.Null(HttpFunctions.Problem(new() { Url = "https://ops.example/", Header = name }));

    [Theory, InlineData("TRACE"), InlineData("CONNECT"), InlineData("get"), InlineData("GE T"), InlineData("")]
    public void A_method_that_is_none_of_five_is_refused(string method) => Assert.StartsWith("The method is", HttpFunctions.Problem(new() { Url = "https://ops.example/", Method = method }), StringComparison.Ordinal);

    [Theory]
    [InlineData("file:///etc/passwd"), InlineData("gopher://h/"), InlineData("jar:http://h/!/"), InlineData("ftp://h/"), InlineData("data:text/plain,x"), InlineData("javascript:alert(1)")]
    [InlineData("//127.0.0.1/"), InlineData("/path"), InlineData("http://user:pw@host/"), InlineData("http://evil@127.0.0.1/"), InlineData("http://h:65536/"), InlineData("http://h:80:80/")]
    [InlineData("http://h/a\r\nX: y"), InlineData(""), InlineData((string?)null)]
    public void An_address_of_another_form_has_no_host(string? url) => Assert.Null(GuardedScope.HostOf(url));

    [Fact]
    public void An_address_longer_than_browsers_take_has_no_host()
    {
        Assert.NotNull(GuardedScope.HostOf("https://h/" + new string('x', 2000)));
        Assert.Null(GuardedScope.HostOf("https://h/" + new string('x', 70_020)));
    }

    // The parsed address is what is sent, so any spelling of a private one ends at the same check.
    [Theory]
    [InlineData("http://127.1/"), InlineData("http://2130706433/"), InlineData("http://0x7f000001/"), InlineData("http://0177.0.0.1/"), InlineData("http://0x7f.1/"), InlineData("http://[::1]/")]
    [InlineData("http://[::]/"), InlineData("http://0/"), InlineData("http://0.0.0.0/"), InlineData("http://[::ffff:a9fe:a9fe]/"), InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[2002:a9fe:a9fe::]/"), InlineData("http://[::169.254.169.254]/"), InlineData("http://[fd00:ec2::254]/"), InlineData("http://[fec0::1]/")]
    [InlineData("http://①②⑦.⓪.⓪.①/"), InlineData("http://127。0。0。1/")]
    public async Task Every_spelling_of_a_private_address_is_refused_as_it_connects(string url)
    {
        var client = new GuardedHttpClient(new(), TimeProvider.System);
        var host = GuardedScope.HostOf(url);

        if (host is not null)
        {
            var refused = await Assert.ThrowsAsync<GuardedException>(() => client.SendAsync(
                new(HttpMethod.Get, url), new(host), TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
            Assert.Matches("private network|not known", refused.Message); // digits in circles may stay a name, which nobody has
        }
        else
        {
            Assert.False(Uri.TryCreate(url, UriKind.Absolute, out _));
        }
    }

    [Theory, InlineData("http://allowed.example.evil.tld/"), InlineData("http://allowed.example@evil/"), InlineData("http://allowed.example:8080/"), InlineData("http://evil/allowed.example")]
    public async Task The_host_that_was_saved_is_compared_whole_and_never_as_a_beginning(string url) => await Assert.ThrowsAsync<GuardedException>(() =>
        new GuardedHttpClient(new(), TimeProvider.System).SendAsync(new(HttpMethod.Get, url), new("allowed.example"), TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));

    [Fact]
    public void What_comes_back_is_cut_and_holds_no_secret()
    {
        var shown = HttpFunctions.Shown("key s3cret " + new string('x', 100_000), "s3cret");

        Assert.StartsWith("key *** xxx", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, HttpFunctions.LongestResult, HttpFunctions.LongestResult + 60);
        Assert.EndsWith("(cut: 100008 characters came)", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""), InlineData("has space"), InlineData("1st"), InlineData("naïve"), InlineData("a/b"), InlineData("a234567890123456789012345678901234567890123456789012345678901234x")]
    public void A_function_name_that_Google_refuses_is_refused_here(string name)
    {
        var declared = new JsonArray(new JsonObject { ["name"] = name, ["description"] = "x" }).ToJsonString();

        Assert.Contains(SchemaRules.OfFunctions(JsonSource.Parse(declared)), p => p.IsError);
    }
}
