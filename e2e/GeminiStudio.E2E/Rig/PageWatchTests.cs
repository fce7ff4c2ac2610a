using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>A watch that never barks would let every story pass.</summary>
public sealed class PageWatchTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("<script>document.title = 'x'</script>", "script-src 'self'", "Content Security Policy")]
    [InlineData("<script>throw new Error('planted')</script>", "", "script: ")]
    [InlineData("<script>console.error('planted')</script>", "", "console: planted")]
    [InlineData("<img src='http://localhost:9/x.png'>", "", "request to another origin: GET http://localhost:9/x.png")]
    [InlineData("<script>new WebSocket('ws://localhost:9/')</script>", "", "socket to another origin: ws://localhost:9/")]
    public async Task A_page_that_misbehaves_is_noticed(string body, string policy, string noticed)
    {
        var watch = await LoadAsync(body, policy);

        Assert.Contains(watch.Found, line => line.Contains(noticed, StringComparison.Ordinal));
        Assert.ThrowsAny<Exception>(watch.AssertClean);
    }

    [Fact]
    public async Task A_page_that_keeps_to_itself_passes()
    {
        var watch = await LoadAsync("<script src='/own.js'></script><script>new WebSocket('/own')</script>", "");
        watch.Expect("WebSocket connection to");

        watch.AssertClean();
    }

    private async Task<PageWatch> LoadAsync(string body, string policy)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var site = builder.Build();
        site.Run(context =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            context.Response.ContentType = context.Request.Path == "/" ? "text/html" : "text/javascript";
            return context.Response.WriteAsync(context.Request.Path == "/" ? $"<link rel='icon' href='data:,'>{body}" : "", cancellationToken);
        });
        await site.StartAsync(cancellationToken);
        var address = new Uri(site.Urls.First());

        await using var context = await browser.NewContextAsync(Screen.Desktop, address, cancellationToken);
        var watch = new PageWatch(context, address);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.EvaluateAsync("() => new Promise(requestAnimationFrame)"); // What the page did by then has been told.
        return watch;
    }
}
