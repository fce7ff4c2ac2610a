namespace GeminiStudio.Web.Shell;

/// <summary>One word each: live when the process answers, ready when it can read, write and open its keys and is not stopping.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => "live");
        routes.MapGet("/health/ready", async (Readiness readiness, CancellationToken cancellationToken) =>
        {
            var word = await readiness.FindAsync(cancellationToken);
            return Results.Text(word, statusCode: word == Readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
