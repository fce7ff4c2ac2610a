using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace GeminiStudio.Web.Tests.Shell;

public sealed class SecurityHeadersTests
{
    [Fact]
    public async Task A_page_may_run_only_our_scripts_and_reach_only_us()
    {
        var answer = await GetAsync(context =>
        {
            context.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'self'"; // as the framework does
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync((string)context.Items[SecurityHeaders.NonceItem]!);
        });

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains($"script-src 'self' 'nonce-{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}';", policy);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("img-src 'self' data: blob:;", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Every_answer_carries_the_other_headers()
    {
        var answer = await GetAsync(context => context.Response.WriteAsync("x"));

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Contains("camera=(self)", answer.Headers.GetValues("Permissions-Policy").Single());
    }

    [Fact]
    public async Task No_two_answers_share_a_nonce()
    {
        static Task Nonce(HttpContext context) => context.Response.WriteAsync((string)context.Items[SecurityHeaders.NonceItem]!);

        var first = await (await GetAsync(Nonce)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var second = await (await GetAsync(Nonce)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(first, second);
        Assert.Equal(16, Convert.FromBase64String(first).Length);
    }

    [Fact]
    public async Task An_asset_keeps_the_cache_time_that_it_came_with()
    {
        var answer = await GetAsync(context =>
        {
            context.Response.Headers.CacheControl = "max-age=31536000, immutable";
            return context.Response.WriteAsync("x");
        });

        Assert.Contains("immutable", answer.Headers.GetValues("Cache-Control").Single());
    }

    private static async Task<HttpResponseMessage> GetAsync(RequestDelegate page)
    {
        using var host = await new HostBuilder()
            .ConfigureWebHost(web => web.UseTestServer().Configure(app => app.UseMiddleware<SecurityHeaders>().Run(page)))
            .StartAsync(TestContext.Current.CancellationToken);
        return await host.GetTestClient().GetAsync("/", TestContext.Current.CancellationToken);
    }
}
