using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GeminiStudio.Web.Shell;

/// <summary>One serving process per database: a locked file in the data directory, or an advisory lock in PostgreSQL.</summary>
/// <remarks>Both end with the process, also after kill -9. Command-line verbs do not take it.</remarks>
internal sealed class InstanceLock : IAsyncDisposable
{
    private const long AdvisoryKey = 0x47656D696E69;
    private readonly FileStream? _file;
    private readonly NpgsqlConnection? _connection;

    private InstanceLock(FileStream? file, NpgsqlConnection? connection) => (_file, _connection) = (file, connection);

    /// <exception cref="InvalidOperationException">Another process serves this database.</exception>
    public static async Task<InstanceLock> TakeAsync(StudioOptions options, string? connectionString, CancellationToken cancellationToken)
    {
        if (!StudioDatabase.IsPostgres(connectionString))
        {
            return new InstanceLock(LockFile(Path.Combine(options.DataDirectory, "instance.lock")), null);
        }

        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", AdvisoryKey) } };
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            return new InstanceLock(null, connection);
        }

        await connection.DisposeAsync();
        throw new InvalidOperationException("Another Gemini Studio already serves this PostgreSQL database. Stop it, or give this one a database of its own.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private static FileStream LockFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"Another Gemini Studio already uses {Path.GetDirectoryName(path)}. Stop it, or set Studio__DataDirectory to another directory.", e);
        }
    }
}
