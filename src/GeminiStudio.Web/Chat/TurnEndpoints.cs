using System.Text;

namespace GeminiStudio.Web.Chat;

/// <summary>Texts of a turn for the clipboard and the raw view; they may be larger than a circuit message.</summary>
internal static class TurnEndpoints
{
    public static void MapTurns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/turns/{turnId:guid}/text", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.ViewTurnAsync(turnId, cancellationToken) is { } turn ? Results.Text(turn.Text, "text/plain", Encoding.UTF8) : Results.NotFound());
        routes.MapGet("/api/turns/{turnId:guid}/raw", async (Guid turnId, GeminiService studio, CancellationToken cancellationToken) =>
            await studio.RawAsync(turnId, cancellationToken) is { } raw ? Results.Json(raw) : Results.NotFound());
    }
}
