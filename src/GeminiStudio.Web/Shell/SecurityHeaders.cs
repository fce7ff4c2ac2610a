using System.Security.Cryptography;

namespace GeminiStudio.Web.Shell;

/// <summary>Gives every answer its security headers and every page a nonce for its import map.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Where a page finds its nonce in <see cref="HttpContext.Items"/>.</summary>
    public const string NonceItem = "csp-nonce";

    private const string Permissions =
        "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(self), midi=(), payment=(), usb=()";

    public Task InvokeAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceItem] = nonce;
        context.Response.OnStarting(Apply, (context, nonce));
        return next(context);
    }

    // When the answer starts, and by assignment: the framework writes a frame-ancestors policy of its own before.
    private static Task Apply(object state)
    {
        var (context, nonce) = ((HttpContext, string))state;
        var headers = context.Response.Headers;
        if (!headers.ContainsKey(OwnPolicy))
        {
            headers.ContentSecurityPolicy = Policy(nonce);
        }

        headers.Remove(OwnPolicy);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        if (headers.CacheControl.Count == 0 || IsPage(context))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    /// <summary>Set by a route whose policy is stricter than the page's; never sent.</summary>
    public const string OwnPolicy = "X-Studio-Own-Policy";

    private static bool IsPage(HttpContext context) =>
        context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    private static string Policy(string nonce) =>
        "default-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; frame-src 'self'; "
        + $"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'";
}
