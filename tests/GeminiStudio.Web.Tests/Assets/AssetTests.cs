using System.Net;
using System.Text.RegularExpressions;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.Web.Tests.Assets;

/// <summary>
/// The web root lies outside its project, which works but is not promised. When it breaks, every asset still answers 200, with an
/// empty body: so status, size and type are all looked at.
/// </summary>
public sealed partial class AssetTests(Studios studios) : IClassFixture<Studios>
{
    private static readonly string[] Environments = ["Development", "Testing", "Production"];

    private static readonly (string Path, string Type)[] Fixed =
    [
        ("app.css", "text/css"),
        ("mud.css", "text/css"),
        ("favicon.svg", "image/svg+xml"),
        ("GeminiStudio.Web.styles.css", "text/css"),
        ("_content/MudBlazor/MudBlazor.min.css", "text/css"),
        ("_content/MudBlazor/MudBlazor.min.js", "text/javascript"),
        ("_framework/blazor.web.js", "text/javascript"),
    ];

    public static TheoryData<string, string, string> Assets =>
        [.. from environment in Environments from asset in Fixed.Concat(Found()) select (environment, asset.Path, asset.Type)];

    public static TheoryData<string> AllEnvironments => [.. Environments];

    [Theory, MemberData(nameof(Assets))]
    public async Task An_asset_arrives_whole(string environment, string path, string type)
    {
        using var client = studios.In(environment);

        using var answer = await client.GetAsync($"/{path}", TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(body);
    }

    [Theory, MemberData(nameof(AllEnvironments))]
    public async Task Every_asset_that_the_page_names_arrives_under_its_fingerprint(string environment)
    {
        using var client = studios.In(environment);

        var page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);
        var named = AssetInPage().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["path"].Value)).Distinct().ToList();

        Assert.Contains(named, path => Fingerprinted("app", "css").IsMatch(path));
        Assert.Contains("type=\"importmap\"", page, StringComparison.Ordinal);
        foreach (var path in named)
        {
            var body = await client.GetByteArrayAsync(new Uri(path.TrimStart('.', '/'), UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(body.Length > 0, $"{path} is empty in {environment}.");
        }
    }

    [Fact]
    public async Task Every_style_and_script_that_the_page_names_arrives_compressed()
    {
        using var client = studios.In("Production");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");

        var page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);
        var named = AssetInPage().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["path"].Value)).Where(path => !path.EndsWith(".svg", StringComparison.Ordinal));

        foreach (var path in named)
        {
            using var answer = await client.GetAsync(new Uri(path.TrimStart('.', '/'), UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.Content.Headers.ContentEncoding.Contains("gzip"), $"{path} is sent as it lies on the disk.");
        }
    }

    [Fact]
    public async Task The_import_map_leads_modules_to_their_fingerprints()
    {
        using var client = studios.In("Production");

        var page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);

        Assert.Matches(@"""\./[\w/.]+\.js""\s*:\s*""\./[\w/.]+\.[a-z0-9]{10}\.(razor\.)?js""", page);
    }

    /// <summary>One font, and one module beside its component: whichever there are.</summary>
    private static IEnumerable<(string Path, string Type)> Found()
    {
        var root = RepositoryRoot.Find();
        var fonts = SourceCopy.Files(root, ["wwwroot"]).Where(path => path.EndsWith(".woff2", StringComparison.Ordinal));
        var modules = SourceCopy.Files(root, ["src/GeminiStudio.Web"]).Where(path => path.EndsWith(".razor.js", StringComparison.Ordinal));
        return
        [
            .. fonts.Take(1).Select(path => (Below(path, "wwwroot"), "font/woff2")),
            .. modules.Take(1).Select(path => (Below(path, "src/GeminiStudio.Web"), "text/javascript")),
        ];
    }

    private static string Below(string path, string folder) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static Regex Fingerprinted(string name, string ending) => new($@"(^|/){name}\.[a-z0-9]{{10}}\.{ending}$");

    [GeneratedRegex(@"(?:src|href)=""(?<path>[^""#?]+\.(?:css|js|svg|woff2))""")]
    private static partial Regex AssetInPage();
}
