using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>Every way into the server by name: a new one fails here until somebody writes down who may use it and how.</summary>
public sealed class RouteTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    /// <summary>What stands before a route, beside the guard of solo mode that stands before all.</summary>
    private enum Rule
    {
        /// <summary>Says nothing of anybody.</summary>
        Open,

        /// <summary>Renders an empty shell; what it shows comes over the circuit, from services that check who asks.</summary>
        Page,

        /// <summary>Reads what belongs to the person who asks; anything else is 404.</summary>
        Own,

        /// <summary>As <see cref="Own"/>, and needs the header that no foreign form can send.</summary>
        OwnChange,

        /// <summary>A form's post with an antiforgery token.</summary>
        Form,

        /// <summary>The circuit: an exact origin, web sockets only.</summary>
        Hub,
    }

    private static readonly Dictionary<string, Rule> Known = new(StringComparer.Ordinal)
    {
        ["GET /health/live"] = Rule.Open,
        ["GET /health/ready"] = Rule.Open,
        ["GET /api/drafts/{sessionId:guid}/{kind=composer}"] = Rule.Own,
        ["POST /api/drafts/{sessionId:guid}/{kind=composer}"] = Rule.OwnChange,
        ["GET /api/turns/{turnId:guid}/text"] = Rule.Own,
        ["GET /api/turns/{turnId:guid}/raw"] = Rule.Own,
        ["GET /api/turns/{turnId:guid}/texts"] = Rule.Own,
        ["POST /api/turns/{turnId:guid}/edit"] = Rule.OwnChange,
        ["GET /api/sessions/{sessionId:guid}/text"] = Rule.Own,
        ["GET /api/sessions/{sessionId:guid}/variables"] = Rule.Own,
        ["POST /api/sessions/{sessionId:guid}/variables"] = Rule.OwnChange,
        ["GET /api/sessions/{sessionId:guid}/request"] = Rule.Own,
        ["POST /api/sessions/{sessionId:guid}/request"] = Rule.OwnChange,
        ["GET /api/editors/{id:guid}"] = Rule.Own,
        ["POST /api/editors/{id:guid}"] = Rule.OwnChange,
        ["GET /api/turns/{turnId:guid}/calls"] = Rule.Own,
        ["POST /api/turns/{turnId:guid}/calls"] = Rule.OwnChange,
        ["POST /api/functions/secrets"] = Rule.OwnChange,
        ["GET /api/turns/{turnId:guid}/receipt"] = Rule.Own,
        ["GET /api/sessions/{sessionId:guid}/code/{language}"] = Rule.Own,
        ["POST /api/files/check"] = Rule.OwnChange,
        ["POST /api/files"] = Rule.OwnChange,
        ["POST /api/files/{sessionId:guid}"] = Rule.OwnChange,
        ["GET /files/{hash:length(64)}"] = Rule.Own,
        ["GET /api/turns/{turnId:guid}/suggestions"] = Rule.Own,
        ["POST /keys/add"] = Rule.Form,
        ["GET /"] = Rule.Page,
        ["POST /"] = Rule.Page,
        ["GET /sessions/{Id:guid}"] = Rule.Page,
        ["POST /sessions/{Id:guid}"] = Rule.Page,
        ["GET /keys"] = Rule.Page,
        ["POST /keys"] = Rule.Page,
        ["GET /usage"] = Rule.Page,
        ["POST /usage"] = Rule.Page,
        ["GET /models"] = Rule.Page,
        ["POST /models"] = Rule.Page,
        ["GET /not-found"] = Rule.Page,
        ["POST /not-found"] = Rule.Page,
        ["GET /{**path:file}"] = Rule.Open, // an asset that is not there: 404
        ["HEAD /{**path:file}"] = Rule.Open,
        ["* /_blazor"] = Rule.Hub,
        ["* /_blazor/negotiate"] = Rule.Hub,
        ["* /_blazor/disconnect/"] = Rule.Hub,
        ["* /_blazor/initializers/"] = Rule.Hub,
        ["GET /_framework/opaque-redirect"] = Rule.Open,
    };

    [Fact]
    public void Every_endpoint_is_in_the_table_and_the_table_names_no_other()
    {
        var found = Endpoints().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null).SelectMany(Names).Distinct().ToList();

        var (unknown, gone) = (found.Except(Known.Keys).ToList(), Known.Keys.Except(found).ToList());
        Assert.True(unknown.Count + gone.Count == 0, $"Write down who may use it, or take it out.\n  new: {string.Join("\n  new: ", unknown)}\n  gone: {string.Join("\n  gone: ", gone)}");
    }

    [Fact]
    public void Assets_are_only_read() => Assert.All(
        Endpoints().Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is not null),
        asset => Assert.Empty(Methods(asset).Except(["GET", "HEAD"])));

    [Fact]
    public void Forms_are_posted_with_a_token() => Assert.All(
        Endpoints().Where(e => Names(e).Any(n => Known.GetValueOrDefault(n) == Rule.Form)),
        form => Assert.True(form.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation));

    [Fact]
    public async Task A_change_needs_the_header_that_no_form_can_send()
    {
        foreach (var route in Known.Where(k => k.Value == Rule.OwnChange).Select(k => Filled(k.Key)))
        {
            Assert.Equal(404, (await door.Http.PostAsync(route, "x", TestContext.Current.CancellationToken, "X-Draft-Revision: 1", "Content-Type: text/plain")).Status);
        }
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("11111111-1111-1111-1111-11111111111")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("..%2f..%2fkeys")]
    [InlineData("%00")]
    [InlineData("11111111-1111-1111-1111-111111111111'--")]
    public async Task An_id_that_is_none_is_not_found(string id)
    {
        foreach (var route in Known.Keys.Where(k => k.Contains(":guid}", StringComparison.Ordinal) && !k.StartsWith("POST", StringComparison.Ordinal)))
        {
            var path = route[(route.IndexOf(' ') + 1)..];
            var answer = await door.Http.GetAsync(path.Replace(path[path.IndexOf('{')..(path.IndexOf('}') + 1)], id, StringComparison.Ordinal).Replace("/{kind=composer}", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            Assert.True(answer.Status is 404 or 400, $"{path} with {id} answered {answer.Status}.");
        }
    }

    [Theory]
    [InlineData("{11111111-1111-1111-1111-11111111111A}")]
    [InlineData("11111111-1111-1111-1111-11111111111A")]
    [InlineData("1111111111111111111111111111111a")]
    public async Task Another_spelling_of_an_unknown_id_is_not_found_either(string id)
    {
        Assert.Equal(404, (await door.Http.GetAsync($"/api/turns/{Uri.EscapeDataString(id)}/text", TestContext.Current.CancellationToken)).Status);
        Assert.Equal(404, (await door.Http.GetAsync($"/sessions/{Uri.EscapeDataString(id)}", TestContext.Current.CancellationToken)).Status);
    }

    private IEnumerable<RouteEndpoint> Endpoints() => door.Studio.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    private static IEnumerable<string> Names(RouteEndpoint endpoint) =>
        (Methods(endpoint) is { Count: > 0 } methods ? methods : ["*"]).Select(m => $"{m} /{endpoint.RoutePattern.RawText!.TrimStart('/')}");

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private static string Filled(string name) =>
        name[(name.IndexOf(' ') + 1)..].Replace("{sessionId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{kind=composer}", "composer", StringComparison.Ordinal)
            .Replace("{id:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{turnId:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal);
}
