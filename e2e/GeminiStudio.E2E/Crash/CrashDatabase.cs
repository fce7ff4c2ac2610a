using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GeminiStudio.E2E.Crash;

/// <summary>The studio's database seen from outside: one spelling of questions for both kinds, and never through the product's code.</summary>
internal sealed class CrashDatabase(string? postgres, string file)
{
    public bool IsPostgres => postgres is not null;

    /// <summary>Each row's columns as text, NULL as an empty one.</summary>
    public async Task<List<string[]>> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = Open();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the questions are this folder's own
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "")]);
        }

        return rows;
    }

    /// <summary>A single number.</summary>
    public async Task<long> NumberAsync(string sql, CancellationToken cancellationToken) =>
        long.Parse((await RowsAsync(sql, cancellationToken))[0][0], CultureInfo.InvariantCulture);

    /// <summary>A limit that nobody reaches, so that reservations are made and given back.</summary>
    public Task AddBudgetAsync(CancellationToken cancellationToken) => RowsAsync(
        $"INSERT INTO \"Budgets\" (\"Id\", \"OwnerId\", \"Unit\", \"Period\", \"Limit\") VALUES ('{Guid.NewGuid().ToString().ToUpperInvariant()}', NULL, 'Tokens', 'Month', 1000000000000)",
        cancellationToken);

    /// <summary>The database's own word on its health: empty when all is well.</summary>
    public async Task<string> DamageAsync(CancellationToken cancellationToken)
    {
        if (postgres is null)
        {
            var rows = await RowsAsync("PRAGMA integrity_check", cancellationToken);
            return rows is [["ok"]] ? "" : string.Join("; ", rows.Select(r => r[0]));
        }

        try
        {
            await RowsAsync("CREATE EXTENSION IF NOT EXISTS amcheck", cancellationToken);
            await RowsAsync(
                "SELECT bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam "
                + "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.amname = 'btree' AND n.nspname = 'public'",
                cancellationToken);
            return "";
        }
        catch (PostgresException e)
        {
            return e.MessageText;
        }
    }

    private DbConnection Open() => postgres is null
        ? new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=false;Default Timeout=30")
        : new NpgsqlConnection(postgres);
}
