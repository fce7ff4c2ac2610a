using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace GeminiStudio.Web.Chat;

/// <summary>Texts of a turn for the clipboard, the raw view and the editor; they may be larger than a circuit message.</summary>
internal static class TurnEndpoints
{
    private static readonly JsonSerializerOptions ReceiptJson = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static void MapTurns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/turns/{turnId:guid}/text", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.ViewTurnAsync(turnId, cancellationToken) is { } turn ? Results.Text(turn.Text, "text/plain", Encoding.UTF8) : Results.NotFound());
        routes.MapGet("/api/turns/{turnId:guid}/raw", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.RawAsync(turnId, cancellationToken) is { } raw ? Results.Json(raw) : Results.NotFound());
        routes.MapGet("/api/turns/{turnId:guid}/receipt", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.ReceiptAsync(turnId, cancellationToken) is { } receipt ? Results.Json(receipt, ReceiptJson) : Results.NotFound());
        routes.MapGet("/api/turns/{turnId:guid}/texts", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.TurnTextsAsync(turnId, cancellationToken) is { } texts ? Results.Json(texts) : Results.NotFound());
        routes.MapPost("/api/turns/{turnId:guid}/edit", EditAsync).WithMetadata(new RequestSizeLimitAttribute((2 * DraftStore.MaxBytes) + 1024));
        routes.MapGet("/api/sessions/{sessionId:guid}/text", async (Guid sessionId, string? format, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.SessionTextAsync(sessionId, format ?? "text", cancellationToken) is { } text ? Results.Text(text, "text/plain", Encoding.UTF8) : Results.NotFound());
    }

    private static async Task<IResult> EditAsync(Guid turnId, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        // A custom header cannot be sent by another site's form, and its script would need our leave first.
        if (!context.Request.Headers.ContainsKey("X-CSRF") || await studio.ViewTurnAsync(turnId, cancellationToken) is null)
        {
            return Results.NotFound();
        }

        if (!context.Request.HasJsonContentType())
        {
            return Refused("The request is no JSON with newTurnId, run and texts.", StatusCodes.Status415UnsupportedMediaType);
        }

        Edit? edit;
        try
        {
            edit = await context.Request.ReadFromJsonAsync<Edit>(cancellationToken);
        }
        catch (JsonException)
        {
            return Refused("The request is no JSON with newTurnId, run and texts.", StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }

        if (edit?.Texts is null || edit.Texts.Any(t => t is null) || edit.NewTurnId == Guid.Empty)
        {
            return Refused("newTurnId and texts are needed.", StatusCodes.Status400BadRequest);
        }

        if (edit.Texts.Sum(t => Encoding.UTF8.GetByteCount(t)) > DraftStore.MaxBytes)
        {
            return TooLarge();
        }

        string[] texts = [.. edit.Texts.Select(TypedText.Storable)];
        var problem = edit.Run
            ? Problems(await studio.EditAndRunAsync(turnId, edit.NewTurnId, texts, cancellationToken))
            : await studio.EditTurnAsync(turnId, edit.NewTurnId, texts, cancellationToken);
        return problem is null ? Results.NoContent() : Refused(problem, StatusCodes.Status409Conflict);
    }

    private static string? Problems(SendResult sent) => sent.TurnId is null ? string.Join(' ', sent.Problems.Select(p => p.Description)) : null;

    private static IResult TooLarge() =>
        Refused($"A turn's texts may have {DraftStore.MaxBytes / 1024 / 1024} MB together. Nothing was cut or saved.", StatusCodes.Status413PayloadTooLarge);

    private static IResult Refused(string why, int status) => Results.Problem(why, statusCode: status);

    private sealed record Edit(Guid NewTurnId, bool Run, string[] Texts);
}
