using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GeminiStudio.Data;

/// <summary>Which database a connection string means, and how it is brought up to date.</summary>
public static class StudioDatabase
{
    /// <summary>Whether the string names a PostgreSQL server; anything else is a SQLite file.</summary>
    public static bool IsPostgres(string? connectionString) =>
        connectionString?.Contains("Host=", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What PostgreSQL calls the connections that read and write for a server.</summary>
    public const string ApplicationName = "Gemini Studio";

    /// <summary>Adds the factory of <see cref="StudioDb"/> and the write queue for the database that the string names.</summary>
    public static IServiceCollection AddStudioDatabase(this IServiceCollection services, string? connectionString, string dataDirectory)
    {
        if (IsPostgres(connectionString))
        {
            var named = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = ApplicationName }.ToString();
            services.AddPooledDbContextFactory<PostgresStudioDb>(o => o.UseNpgsql(named));
            services.AddSingleton<IDbContextFactory<StudioDb>, Adapter<PostgresStudioDb>>();
            services.AddSingleton<WriteQueue, PostgresWriteQueue>();
            return services;
        }

        var file = SqliteFile.Existing(connectionString ?? new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataDirectory, "studio.db") }.ToString());
        services.AddPooledDbContextFactory<SqliteStudioDb>(o => o.UseSqlite(file).AddInterceptors(new SqlitePragmas()));
        services.AddSingleton<IDbContextFactory<StudioDb>, Adapter<SqliteStudioDb>>();
        services.AddSingleton<WriteQueue, SqliteWriteQueue>();
        return services;
    }

    /// <summary>Where the SQLite file lies; null with PostgreSQL and for a database in memory.</summary>
    public static string? FileOf(string? connectionString, string dataDirectory) =>
        IsPostgres(connectionString) ? null : connectionString is null ? Path.Combine(dataDirectory, "studio.db") : SqliteFile.PathOf(connectionString);

    private sealed class Adapter<T>(IDbContextFactory<T> factory) : IDbContextFactory<StudioDb>
        where T : StudioDb
    {
        public StudioDb CreateDbContext() => factory.CreateDbContext();

        public async Task<StudioDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await factory.CreateDbContextAsync(cancellationToken);
    }
}
