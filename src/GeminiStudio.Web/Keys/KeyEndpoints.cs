using GeminiStudio.Gemini;
using Microsoft.AspNetCore.Mvc;

namespace GeminiStudio.Web.Keys;

/// <summary>Takes a key as a plain form post, so that it never passes a circuit; what Google said goes back as a short-lived note.</summary>
internal static class KeyEndpoints
{
    /// <summary>Holds the answer between the post and the page that shows it: read once, gone after a minute.</summary>
    public const string NoteCookie = "gs-key-note";

    public static void MapKeys(this IEndpointRouteBuilder routes) => routes.MapPost("/keys/add", AddAsync);

    private static async Task<IResult> AddAsync(
        HttpContext context, [FromForm] string? key, [FromForm] string? name, GeminiService studio, CancellationToken cancellationToken)
    {
        var check = await studio.AddKeyAsync(name ?? "", new Secret((key ?? "").Trim()), cancellationToken);
        var outcome = (check.Works, check.WasStored) switch
        {
            (true, _) => "works",
            (_, true) => "unchecked",
            _ => "refused",
        };
        context.Response.Cookies.Append(NoteCookie, $"{outcome}|{check.Message}", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
            Path = "/",
            MaxAge = TimeSpan.FromMinutes(1),
        });
        return Results.LocalRedirect("/keys");
    }
}
