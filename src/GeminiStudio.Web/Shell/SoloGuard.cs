using System.Net;

namespace GeminiStudio.Web.Shell;

/// <summary>Solo mode has no sign-in, so it answers this machine alone: no other host name, peer, proxy or page may speak to it.</summary>
/// <remarks>
/// A name other than these is DNS rebinding; a Forwarded header means that somebody else stands behind the peer. The port is left
/// open, so that a tunnel may have another one; the origin of a page must then name that port, too.
/// </remarks>
internal sealed class SoloGuard(RequestDelegate next)
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    private static readonly HashSet<string> ProxyHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Original-Host", "X-Original-For", "X-Original-Proto",
    };

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

        if (request.Headers.Keys.Any(name => ProxyHeaders.Contains(name) || name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)))
        {
            return (StatusCodes.Status400BadRequest, "A proxy stands in front of this server. That needs team mode: set Studio__PublicBaseUrl.");
        }

        return IsForeign(request) ? (StatusCodes.Status403Forbidden, "Another site may not speak to this server.") : null;
    }

    // Browsers name the page that asks, on every change and on every socket; scripts and pictures of other sites are told by Sec-Fetch-Site.
    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Origin", out var origin))
        {
            return origin != $"{request.Scheme}://{request.Host}";
        }

        if (IsHub(request))
        {
            return true;
        }

        return request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin" && site != "none" && !IsVisit(request);
    }

    // Only the list of the page's own start scripts is fetched without an origin; it says nothing.
    private static bool IsHub(HttpRequest request) =>
        request.Path.StartsWithSegments("/_blazor", out var rest) && !(HttpMethods.IsGet(request.Method) && rest == "/initializers");

    // A link on another site that somebody followed to one of our pages.
    private static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/_blazor")
        && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
}
