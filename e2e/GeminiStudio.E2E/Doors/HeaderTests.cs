using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>What every answer carries, and what our cookies are.</summary>
public sealed class HeaderTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> Answers => new()
    {
        { "GET", "/", 200 },
        { "GET", "/keys", 200 },
        { "GET", "/not/there", 404 },
        { "GET", "/sessions/11111111-1111-1111-1111-111111111111", 404 },
        { "GET", "/app.css", 200 },
        { "GET", "/_framework/blazor.web.js", 200 },
        { "GET", "/health/live", 200 },
        { "GET", "/api/drafts/11111111-1111-1111-1111-111111111111", 200 },
        { "POST", "/api/drafts/11111111-1111-1111-1111-111111111111", 404 },
        { "GET", "/api/turns/11111111-1111-1111-1111-111111111111/text", 404 },
        { "POST", "/_blazor/negotiate?negotiateVersion=1", 200 },
        { "GET", "/_blazor/initializers", 200 },
        { "POST", "/keys/add", 400 },
        { "DELETE", "/keys/add", 405 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_carries_the_security_headers(string method, string path, int status)
    {
        string[] headers = path.StartsWith("/_blazor", StringComparison.Ordinal) ? [$"Origin: {door.Http.Origin}"] : [];
        var answer = method switch
        {
            "GET" => await door.Http.GetAsync(path, Cancellation, headers),
            "POST" => await door.Http.PostAsync(path, path == "/keys/add" ? "key=x" : "", Cancellation, [.. headers, "Content-Type: application/x-www-form-urlencoded"]),
            _ => await door.Http.SendAsync([$"{method} {path} HTTP/1.1", $"Host: {door.Http.Authority}", "Connection: close"], null, Cancellation),
        };

        Assert.Equal(status, answer.Status);
        AssertCarried(answer);
    }

    // Its status is what the machine's load makes of it.
    [Fact]
    public async Task So_does_the_readiness_in_any_state() => AssertCarried(await door.Http.GetAsync("/health/ready", Cancellation));

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Via: 1.1 x")]
    [InlineData("Origin: https://evil.example")]
    public async Task So_does_every_refusal(string header) => AssertCarried(await door.Http.GetAsync("/", Cancellation, header));

    [Fact]
    public async Task A_page_is_never_kept_by_a_cache_and_an_asset_may_be()
    {
        Assert.Equal(["no-store"], (await door.Http.GetAsync("/", Cancellation)).Header("Cache-Control"));
        Assert.Equal(["no-store"], (await door.Http.GetAsync($"/api/drafts/{Guid.NewGuid()}", Cancellation)).Header("Cache-Control"));
        Assert.DoesNotContain("no-store", (await door.Http.GetAsync("/app.css", Cancellation)).Header("Cache-Control"));
    }

    [Fact]
    public async Task No_route_names_other_origins_or_the_server_software()
    {
        foreach (var path in new[] { "/", "/app.css", "/health/live", $"/api/drafts/{Guid.NewGuid()}" })
        {
            var answer = await door.Http.GetAsync(path, Cancellation, $"Origin: {door.Http.Origin}");
            Assert.DoesNotContain("Access-Control-", answer.Head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\r\nServer:", answer.Head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("X-Powered-By", answer.Head, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_form_s_cookie_stays_with_this_site_and_away_from_scripts()
    {
        var cookie = Assert.Single((await door.Http.GetAsync("/keys", Cancellation)).Header("Set-Cookie")).Split("; ");

        Assert.StartsWith("gs-af=", cookie[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict"], cookie[1..].Select(a => a.ToLowerInvariant()).Order());
    }

    private static void AssertCarried(RawAnswer answer)
    {
        var policy = Assert.Single(answer.Header("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Header("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], answer.Header("Referrer-Policy"));
        Assert.Equal(["same-origin"], answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal(["same-origin"], answer.Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=(self)", Assert.Single(answer.Header("Permissions-Policy")), StringComparison.Ordinal);
    }
}
