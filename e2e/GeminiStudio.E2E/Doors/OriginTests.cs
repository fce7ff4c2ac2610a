using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>Which pages may speak to the server: its own. Every site on the web can send requests to this machine.</summary>
public sealed class OriginTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private const string Hub = "/_blazor";
    private const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Port => door.Studio.Address.Port.ToString();

    public static TheoryData<string> Foreign =>
    [
        "https://evil.example", "null", "", "http://sub.127.0.0.1", "http://127.0.0.1.evil.example", "https://studio.example.evil", "http://127.0.0.1:1",
        "https://127.0.0.1:{port}", "http://localhost:{port}", "http://127.0.0.1:{port}/", "http://127.0.0.1:{port} https://evil.example", "HTTP://127.0.0.1:{port}",
        "file://", "chrome-extension://abcdefghijklmnop",
    ];

    [Theory, MemberData(nameof(Foreign))]
    public async Task A_foreign_page_is_refused_at_every_door_with_and_without_our_cookies(string origin)
    {
        var header = "Origin: " + origin.Replace("{port}", Port, StringComparison.Ordinal);
        var cookie = (await door.Http.GetAsync("/keys", Cancellation)).Header("Set-Cookie").Select(c => "Cookie: " + c.Split(';')[0]).Take(1);
        foreach (var headers in new[] { [header], (string[])[header, .. cookie] })
        {
            Assert.Equal(403, (await door.Http.GetAsync("/", Cancellation, headers)).Status);
            Assert.Equal(403, (await door.Http.GetAsync($"/api/drafts/{Guid.NewGuid()}", Cancellation, headers)).Status);
            Assert.Equal(403, (await door.Http.PostAsync($"/api/drafts/{Guid.NewGuid()}", "x", Cancellation, [.. headers, "X-CSRF: 1", "X-Draft-Revision: 1"])).Status);
            Assert.Equal(403, (await door.Http.PostAsync("/keys/add", "key=x", Cancellation, [.. headers, "Content-Type: application/x-www-form-urlencoded"])).Status);
            Assert.Equal(403, (await door.Http.PostAsync(Negotiate, "", Cancellation, headers)).Status);
            Assert.Equal(403, (await door.Http.UpgradeAsync(Hub, Cancellation, headers)).Status);
        }
    }

    [Fact]
    public async Task Two_origins_are_none()
    {
        Assert.Equal(403, (await door.Http.UpgradeAsync(Hub, Cancellation, $"Origin: {door.Http.Origin}", "Origin: https://evil.example")).Status);
        Assert.Equal(403, (await door.Http.PostAsync(Negotiate, "", Cancellation, $"Origin: {door.Http.Origin}", $"Origin: {door.Http.Origin}")).Status);
    }

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/_BLAZOR")]
    [InlineData("/_blazor/")]
    [InlineData("/%5fblazor")]
    public async Task Nobody_joins_the_hub_without_saying_from_where(string hub)
    {
        Assert.Equal(403, (await door.Http.UpgradeAsync(hub, Cancellation)).Status);
        Assert.Equal(403, (await door.Http.UpgradeAsync(hub, Cancellation, "Sec-Fetch-Site: same-origin")).Status);
        Assert.Equal(403, (await door.Http.PostAsync($"{hub.TrimEnd('/')}/negotiate?negotiateVersion=1", "", Cancellation)).Status);
        Assert.Equal(403, (await door.Http.PostAsync($"{hub.TrimEnd('/')}/disconnect", "", Cancellation)).Status);
        Assert.Equal(403, (await door.Http.GetAsync(hub, Cancellation, "Accept: text/event-stream")).Status);
    }

    [Fact]
    public async Task The_page_itself_gets_its_hub()
    {
        var answer = await door.Http.PostAsync(Negotiate, "", Cancellation, $"Origin: {door.Http.Origin}", "Sec-Fetch-Site: same-origin");

        Assert.Equal(200, answer.Status);
        Assert.Contains("WebSockets", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ServerSentEvents", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("LongPolling", answer.Body, StringComparison.Ordinal);
        Assert.Equal(101, (await door.Http.UpgradeAsync(Hub, Cancellation, $"Origin: {door.Http.Origin}")).Status);
        Assert.Equal(200, (await door.Http.GetAsync("/_blazor/initializers", Cancellation)).Status);
    }

    [Fact]
    public async Task The_hub_takes_no_transport_but_web_sockets()
    {
        var ours = $"Origin: {door.Http.Origin}";
        var token = System.Text.Json.JsonDocument.Parse(Json((await door.Http.PostAsync(Negotiate, "", Cancellation, ours)).Body)).RootElement.GetProperty("connectionToken").GetString();

        var events = await door.Http.GetAsync($"{Hub}?id={token}", Cancellation, ours, "Accept: text/event-stream");
        var polling = await door.Http.GetAsync($"{Hub}?id={token}", Cancellation, ours);

        Assert.Equal(404, events.Status);
        Assert.Equal(404, polling.Status);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image")]
    [InlineData("cross-site", "no-cors", "script")]
    [InlineData("cross-site", "cors", "empty")]
    [InlineData("cross-site", "navigate", "iframe")]
    [InlineData("same-site", "no-cors", "script")]
    [InlineData("same-site", "navigate", "frame")]
    [InlineData("cross-site", "websocket", "websocket")]
    public async Task What_another_site_s_page_fetches_is_refused(string site, string mode, string destination)
    {
        string[] headers = [$"Sec-Fetch-Site: {site}", $"Sec-Fetch-Mode: {mode}", $"Sec-Fetch-Dest: {destination}"];

        Assert.Equal(403, (await door.Http.GetAsync("/", Cancellation, headers)).Status);
        Assert.Equal(403, (await door.Http.GetAsync($"/api/turns/{Guid.NewGuid()}/text", Cancellation, headers)).Status);
        Assert.Equal(403, (await door.Http.PostAsync("/keys/add", "key=x", Cancellation, [.. headers, "Content-Type: application/x-www-form-urlencoded"])).Status);
        Assert.Equal(403, (await door.Http.GetAsync("/_blazor/initializers", Cancellation, headers)).Status);
    }

    [Fact]
    public async Task A_link_on_another_site_leads_to_a_page_and_to_nothing_else()
    {
        string[] visit = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];

        Assert.Equal(200, (await door.Http.GetAsync("/", Cancellation, visit)).Status);
        Assert.Equal(403, (await door.Http.GetAsync($"/api/turns/{Guid.NewGuid()}/raw", Cancellation, visit)).Status);
        Assert.Equal(403, (await door.Http.PostAsync("/keys/add", "key=x", Cancellation, [.. visit, "Content-Type: application/x-www-form-urlencoded"])).Status);
    }

    // Kestrel sends an answer of unknown length in chunks.
    private static string Json(string body) => body[body.IndexOf('{')..(body.LastIndexOf('}') + 1)];
}
