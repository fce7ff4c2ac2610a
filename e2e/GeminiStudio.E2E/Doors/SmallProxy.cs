using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GeminiStudio.E2E.Doors;

/// <summary>A reverse proxy as people put one in front of everything: it passes requests on and says for whom.</summary>
internal sealed class SmallProxy : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SmallProxy(WebApplication app) => (_app, Address) = (app, new Uri(app.Urls.First()));

    public Uri Address { get; }

    public static async Task<SmallProxy> StartAsync(Uri behind, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var client = new HttpClient { BaseAddress = behind };
        app.Lifetime.ApplicationStopped.Register(client.Dispose);
        app.Run(async context =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString);
            request.Headers.Add("X-Forwarded-For", context.Connection.RemoteIpAddress!.ToString());
            request.Headers.Add("X-Forwarded-Proto", context.Request.Scheme);
            using var answer = await client.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        return new SmallProxy(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
