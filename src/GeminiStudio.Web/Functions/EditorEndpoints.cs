using System.Text;
using System.Text.Json;
using GeminiStudio.Gemini;
using Microsoft.AspNetCore.Mvc;

namespace GeminiStudio.Web.Functions;

/// <summary>Texts of open editors, answers to function calls, and secrets of endpoints: none of them passes the circuit.</summary>
internal static class EditorEndpoints
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapEditors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/editors/{id:guid}", (Guid id, EditorTexts texts, CurrentUser user) =>
            texts.Find(id, user.Actor.UserId) is { } text ? Results.Json(new { text = text.Text, problems = text.Problems }) : Results.NotFound());
        routes.MapPost("/api/editors/{id:guid}", ReplaceAsync).WithMetadata(new RequestSizeLimitAttribute(EditorTexts.MaxBytes + 1024));
        routes.MapGet("/api/turns/{turnId:guid}/calls", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.CallsAsync(turnId, cancellationToken) is { } calls ? Results.Json(calls.Calls.Select(c => c.Answer)) : Results.NotFound());
        routes.MapPost("/api/turns/{turnId:guid}/calls", AnswerAsync).WithMetadata(new RequestSizeLimitAttribute(EditorTexts.MaxBytes + 1024));
        routes.MapPost("/api/functions/secrets", SecretAsync);
    }

    private static async Task<IResult> ReplaceAsync(Guid id, HttpContext context, EditorTexts texts, CurrentUser user, CancellationToken cancellationToken)
    {
        // A custom header cannot be sent by another site's form, and its script would need our leave first.
        if (!context.Request.Headers.ContainsKey("X-CSRF") || texts.Find(id, user.Actor.UserId) is not { } text)
        {
            return Results.NotFound();
        }

        try
        {
            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, cancellationToken);
            await text.ReplaceAsync(Strict.GetString(buffer.GetBuffer(), 0, (int)buffer.Length).ReplaceLineEndings("\n"));
            return Results.Json(new { problems = text.Problems });
        }
        catch (DecoderFallbackException)
        {
            return Refused("The text is not UTF-8.", StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refused($"A text may have {EditorTexts.MaxBytes / 1024 / 1024} MB.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static async Task<IResult> AnswerAsync(Guid turnId, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.ContainsKey("X-CSRF") || await studio.CallsAsync(turnId, cancellationToken) is null)
        {
            return Results.NotFound();
        }

        var answers = await ReadAsync<Answers>(context, cancellationToken);
        if (answers?.Texts is null || answers.Texts.Any(t => t is null) || answers.NewTurnId == Guid.Empty)
        {
            return Refused("newTurnId and texts are needed.", StatusCodes.Status400BadRequest);
        }

        var sent = await studio.AnswerCallsAsync(turnId, answers.NewTurnId, answers.Texts, cancellationToken);
        return sent.TurnId is null ? Refused(string.Join(' ', sent.Problems.Select(p => p.Description)), StatusCodes.Status409Conflict) : Results.NoContent();
    }

    private static async Task<IResult> SecretAsync(HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.ContainsKey("X-CSRF"))
        {
            return Results.NotFound();
        }

        var typed = await ReadAsync<TypedSecret>(context, cancellationToken);
        var problem = typed?.Value is null ? "name and value are needed." : await studio.SaveFunctionSecretAsync(typed.Name ?? "", new Secret(typed.Value.Trim()), cancellationToken);
        return problem is null ? Results.NoContent() : Refused(problem, StatusCodes.Status400BadRequest);
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(cancellationToken);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Refused(string why, int status) => Results.Problem(why, statusCode: status);

    private sealed record Answers(Guid NewTurnId, string[] Texts);

    private sealed record TypedSecret(string? Name, string? Value);
}
