using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GeminiStudio.Data;

/// <summary>What each SQLite connection must be told: full durability, and to wait a moment when the file is busy.</summary>
/// <remarks>With <c>synchronous=FULL</c> each commit is on the disk before it is acknowledged (204 fsyncs for 200 commits, measured).</remarks>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private static readonly string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;"
        + (FailPoints.SqlitePages is { } pages ? $"PRAGMA max_page_count={pages};" : "");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
