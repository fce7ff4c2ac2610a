using System.Text;
using GeminiStudio.Sessions.Code;

namespace GeminiStudio.Web.Export;

/// <summary>A session's request as a program, for the dialog and the clipboard: with files in it it is larger than a circuit carries.</summary>
internal static class CodeEndpoints
{
    public static void MapCode(this IEndpointRouteBuilder routes) => routes.MapGet("/api/sessions/{sessionId:guid}/code/{language}", WriteAsync);

    private static async Task<IResult> WriteAsync(
        Guid sessionId, string language, string? through, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (CodeLanguage.Find(language) is not { } found || through is not (null or "studio"))
        {
            return Results.NotFound();
        }

        var address = through is null ? null : $"{context.Request.Scheme}://{context.Request.Host}";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(found.Write(await studio.CodeRequestAsync(sessionId, address, cancellationToken)), "text/plain", Encoding.UTF8);
    }
}
