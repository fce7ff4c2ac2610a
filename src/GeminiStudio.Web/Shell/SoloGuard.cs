using System.Net;
using Microsoft.Extensions.Primitives;

namespace GeminiStudio.Web.Shell;

/// <summary>Solo mode has no sign-in, so it answers this machine alone: no other host name, peer, proxy or page may speak to it.</summary>
/// <remarks>A name other than these is DNS rebinding; a Forwarded header means that somebody else stands behind the peer.</remarks>
internal sealed class SoloGuard(RequestDelegate next)
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    public Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context) is not { } refusal)
        {
            return next(context);
        }

        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(refusal.Text);
    }

    private static (int Status, string Text)? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status400BadRequest, "This server runs for one person and answers only to localhost, 127.0.0.1 and [::1]. Set Studio__PublicBaseUrl to serve a team.");
        }

        if (context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer))
        {
            return (StatusCodes.Status403Forbidden, "This server runs for one person and answers only this machine.");
        }

        if (ProxyHeaders.Any(request.Headers.ContainsKey))
        {
            return (StatusCodes.Status400BadRequest, "A proxy stands in front of this server. That needs team mode: set Studio__PublicBaseUrl.");
        }

        return IsForeign(request) ? (StatusCodes.Status403Forbidden, "Another site may not speak to this server.") : null;
    }

    // Browsers name the page that asks. The hub and every change need that name, or the word of the browser that it is our own page.
    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Origin", out var origin))
        {
            return StringValues.IsNullOrEmpty(origin) || origin != $"{request.Scheme}://{request.Host}";
        }

        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin" && site != "none")
        {
            return !HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/_blazor");
        }

        return request.Path.StartsWithSegments("/_blazor") && request.HttpContext.WebSockets.IsWebSocketRequest;
    }
}
