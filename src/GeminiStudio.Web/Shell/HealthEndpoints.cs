using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Web.Shell;

/// <summary>One word each: live when the process answers, ready when it can read and write and is not stopping.</summary>
internal static class HealthEndpoints
{
    private const long LeastFreeBytes = 100L * 1024 * 1024;

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => "live");
        routes.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(
        IDbContextFactory<StudioDb> databases, StudioOptions options, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return NotReady("stopping");
        }

        if (new DriveInfo(Path.GetFullPath(options.DataDirectory)).AvailableFreeSpace < LeastFreeBytes)
        {
            return NotReady("disk");
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken) ? Results.Text("ready") : NotReady("database");
    }

    private static IResult NotReady(string word) => Results.Text(word, statusCode: StatusCodes.Status503ServiceUnavailable);
}
