using GeminiStudio.Gemini;
using Microsoft.AspNetCore.Mvc;

namespace GeminiStudio.Web.Keys;

/// <summary>Takes a key as a plain form post, so that it never passes a circuit.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes) => routes.MapPost("/keys/add", AddAsync);

    private static async Task<IResult> AddAsync(
        [FromForm] string? key, [FromForm] string? name, GeminiService studio, KeyNotes notes, CancellationToken cancellationToken)
    {
        var check = await studio.AddKeyAsync(name ?? "", new Secret((key ?? "").Trim()), cancellationToken);
        return Results.LocalRedirect($"/keys?note={notes.Leave(KeyNote.Of(check))}");
    }
}
