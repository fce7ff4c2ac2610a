using System.Text;
using GeminiStudio.Data;
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
        try
        {
            var kept = await studio.SaveDraftAsync(sessionId, kind, revision, text.Replace("\0", "", StringComparison.Ordinal), cancellationToken);
            return Results.Json(new { revision = kept, removedNul = text.Contains('\0', StringComparison.Ordinal) });
        }
        catch (StorageException e)
        {
            // The text stays in the browser, which tries again by itself.
            return Results.Problem($"Not saved yet: {e.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult TooLarge() =>
        Results.Problem($"A text may have {DraftStore.MaxBytes / 1024 / 1024} MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
}
