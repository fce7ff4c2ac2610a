using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace GeminiStudio.Web.Chat;

/// <summary>Where a browser keeps texts that are too large for the circuit: saved while typing, fetched when a page opens.</summary>
internal static class DraftEndpoints
{
    private const string RevisionHeader = "X-Draft-Revision";

    // Bytes that are no text would come back as other bytes: refused, not mended.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapDrafts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/drafts/{sessionId:guid}/{kind=composer}", ReadAsync);
        routes.MapPost("/api/drafts/{sessionId:guid}/{kind=composer}", SaveAsync)
            .WithMetadata(new RequestSizeLimitAttribute(DraftStore.MaxBytes + 1024));
    }

    private static async Task<IResult> ReadAsync(Guid sessionId, string kind, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (!DraftStore.IsText(kind))
        {
            return Results.NotFound();
        }

        var draft = await studio.FindDraftAsync(sessionId, kind, cancellationToken);
        context.Response.Headers[RevisionHeader] = (draft?.Revision ?? 0).ToString();
        return Results.Text(draft?.Text ?? "", "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> SaveAsync(Guid sessionId, string kind, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        var request = context.Request;

        // A custom header cannot be sent by another site's form, and its script would need our leave first.
        if (!DraftStore.IsText(kind) || !request.Headers.ContainsKey("X-CSRF"))
        {
            return Results.NotFound();
        }

        if (!long.TryParse(request.Headers[RevisionHeader], out var revision) || revision is < 1 or > DraftStore.MaxRevision)
        {
            return Problem(RevisionHeader, $"{RevisionHeader} must be a number from 1 to {DraftStore.MaxRevision}.", StatusCodes.Status400BadRequest);
        }

        if (request.ContentLength > DraftStore.LimitOf(kind))
        {
            return TooLarge(DraftStore.TooLarge(kind, request.ContentLength));
        }

        try
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, cancellationToken);
            var text = Strict.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
            if (DraftStore.TooLarge(kind, text) is { } problem)
            {
                return TooLarge(problem);
            }

            var change = long.TryParse(request.Headers["X-Draft-Base"], out var seen)
                ? await studio.ReplaceDraftAsync(sessionId, kind, seen, revision, text, cancellationToken)
                : new DraftChange(await studio.SaveDraftAsync(sessionId, kind, revision, text, cancellationToken), IsKept: true);
            context.Response.Headers[RevisionHeader] = change.Revision.ToString();
            return change.IsKept
                ? Results.Json(new { revision = change.Revision, removedNul = text.Contains('\0', StringComparison.Ordinal) })
                : Problem("text", "The text was changed elsewhere.", StatusCodes.Status409Conflict);
        }
        catch (DecoderFallbackException)
        {
            return Problem("text", "The text is not UTF-8.", StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(DraftStore.TooLarge(kind, (long?)null)); // without a length of its own, it was cut off at the limit
        }
        catch (StorageException e)
        {
            // The text stays in the browser, which tries again by itself.
            return Results.Problem($"Not saved yet: {e.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult TooLarge(string words) => Problem("text", words, StatusCodes.Status413PayloadTooLarge);

    private static IResult Problem(string field, string words, int status) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [words] }, detail: words, statusCode: status);
}
