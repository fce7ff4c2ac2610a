using System.Text;
using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Chat;

/// <summary>Where a browser keeps texts that are too large for the circuit: saved while typing, fetched when a page opens.</summary>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/drafts/{sessionId:guid}/{kind=composer}", ReadAsync);
        routes.MapPost("/api/drafts/{sessionId:guid}/{kind=composer}", SaveAsync)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(DraftStore.MaxBytes + 1024));
    }

    private static async Task<IResult> ReadAsync(Guid sessionId, string kind, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (!DraftStore.IsText(kind))
        {
            return Results.NotFound();
        }

        var draft = await studio.FindDraftAsync(sessionId, kind, cancellationToken);
        context.Response.Headers["X-Draft-Revision"] = (draft?.Revision ?? 0).ToString();
        return Results.Text(draft?.Text ?? "", "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> SaveAsync(Guid sessionId, string kind, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        // A custom header cannot be sent by another site's form, and its script would need our leave first.
        if (!DraftStore.IsText(kind) || !context.Request.Headers.ContainsKey("X-CSRF"))
        {
            return Results.NotFound();
        }

        if (!long.TryParse(context.Request.Headers["X-Draft-Revision"], out var revision) || revision < 1)
        {
            return Results.Problem("X-Draft-Revision must be a number from 1.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (context.Request.ContentLength > DraftStore.MaxBytes)
        {
            return TooLarge();
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, cancellationToken);
        if (buffer.Length > DraftStore.MaxBytes)
        {
            return TooLarge();
        }

        var text = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        var change = long.TryParse(context.Request.Headers["X-Draft-Base"], out var seen)
            ? await studio.ReplaceDraftAsync(sessionId, kind, seen, revision, clean, cancellationToken)
            : new DraftChange(await studio.SaveDraftAsync(sessionId, kind, revision, clean, cancellationToken), IsKept: true);
        context.Response.Headers["X-Draft-Revision"] = change.Revision.ToString();
        return change.IsKept
            ? Results.Json(new { revision = change.Revision, removedNul = clean.Length < text.Length })
            : Results.Problem("The text was changed elsewhere.", statusCode: StatusCodes.Status409Conflict);
    }

    private static IResult TooLarge() =>
        Results.Problem($"A text may have {DraftStore.MaxBytes / 1024 / 1024} MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
}
