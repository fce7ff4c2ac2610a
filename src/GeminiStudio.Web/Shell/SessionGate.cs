namespace GeminiStudio.Web.Shell;

/// <summary>Decides about a session's address before the shell is rendered, so that a foreign or lost one is a real 404.</summary>
internal static class SessionGate
{
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/sessions", out var rest)
            && (!Guid.TryParse(rest.Value?.Trim('/'), out var id)
                || !await context.RequestServices.GetRequiredService<GeminiService>().HasSessionAsync(id, context.RequestAborted)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        await next(context);
    }
}
