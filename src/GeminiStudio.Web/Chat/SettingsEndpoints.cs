using System.Text;
using System.Text.Json;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Mvc;

namespace GeminiStudio.Web.Chat;

/// <summary>What belongs to the next run and may be larger than a circuit message: values of variables, and the request as JSON.</summary>
internal static class SettingsEndpoints
{
    public static void MapRunSettings(this IEndpointRouteBuilder routes)
    {
        var limit = new RequestSizeLimitAttribute(DraftStore.MaxBytes + 1024);
        routes.MapGet("/api/sessions/{sessionId:guid}/variables", async (Guid sessionId, GeminiService studio, CancellationToken cancellationToken) =>
            Results.Json(await studio.VariablesAsync(sessionId, cancellationToken)));
        routes.MapPost("/api/sessions/{sessionId:guid}/variables", SaveVariablesAsync).WithMetadata(limit);
        routes.MapGet("/api/sessions/{sessionId:guid}/request", async (Guid sessionId, GeminiService studio, CancellationToken cancellationToken) =>
            Results.Text(await studio.RequestAsync(sessionId, cancellationToken), "application/json", Encoding.UTF8));
        routes.MapPost("/api/sessions/{sessionId:guid}/request", ApplyRequestAsync).WithMetadata(limit);
    }

    private static async Task<IResult> SaveVariablesAsync(Guid sessionId, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        // A custom header cannot be sent by another site's form, and its script would need our leave first.
        if (!context.Request.Headers.ContainsKey("X-CSRF"))
        {
            return Results.NotFound();
        }

        try
        {
            var values = await context.Request.ReadFromJsonAsync<Dictionary<string, string>>(cancellationToken);
            var problem = values is null || values.Values.Any(v => v is null)
                ? "The values are a JSON object of texts."
                : await studio.SaveVariablesAsync(sessionId, values, cancellationToken);
            return problem is null ? Results.NoContent() : Refused(problem, StatusCodes.Status400BadRequest);
        }
        catch (JsonException)
        {
            return Refused("The values are a JSON object of texts.", StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e)
        {
            return Refused("These values are larger than 4 MB.", e.StatusCode);
        }
    }

    private static async Task<IResult> ApplyRequestAsync(Guid sessionId, HttpContext context, GeminiService studio, CancellationToken cancellationToken)
    {
        if (!context.Request.Headers.ContainsKey("X-CSRF"))
        {
            return Results.NotFound();
        }

        try
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var change = await studio.ApplyRequestAsync(sessionId, await reader.ReadToEndAsync(cancellationToken), cancellationToken);
            return change.Problem is null ? Results.Json(new { notes = change.Notes }) : Refused(change.Problem, StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e)
        {
            return Refused("This request is larger than 4 MB.", e.StatusCode);
        }
    }

    private static IResult Refused(string why, int status) => Results.Problem(why, statusCode: status);
}
