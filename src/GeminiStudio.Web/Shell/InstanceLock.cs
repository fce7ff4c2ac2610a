using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GeminiStudio.Web.Shell;

/// <summary>One serving process per database: a locked file in the data directory, or an advisory lock in PostgreSQL.</summary>
/// <remarks>Both end with the process, also after kill -9. Command-line verbs do not take it.</remarks>
internal sealed class InstanceLock : IAsyncDisposable
{
    private const long AdvisoryKey = 0x47656D696E69;
    private const int MaxTries = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly IReadOnlyList<FileStream> _files;
    private readonly NpgsqlConnection? _connection;

    private InstanceLock(IReadOnlyList<FileStream> files, NpgsqlConnection? connection) => (_files, _connection) = (files, connection);

    /// <exception cref="InvalidOperationException">Another process serves this database.</exception>
    public static async Task<InstanceLock> TakeAsync(StudioOptions options, string? connectionString, CancellationToken cancellationToken)
    {
        if (!StudioDatabase.IsPostgres(connectionString))
        {
            return new InstanceLock(await LockFilesAsync(options, StudioDatabase.FileOf(connectionString, options.DataDirectory), cancellationToken), null);
        }

        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", AdvisoryKey) } };
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                await EndPredecessorAsync(connection, cancellationToken);
                return new InstanceLock([], connection);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken); // a killed one's lock lasts until PostgreSQL sees that it is gone
        }

        await connection.DisposeAsync();
        throw new InvalidOperationException("Another Gemini Studio already serves this PostgreSQL database. Stop it, or give this one a database of its own.");
    }

    /// <summary>Lets another process have the directory and its database.</summary>
    public void LeaveFiles()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
        {
            await file.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    // A killed server's last statements may still be on their way: what they commit after our look for leftovers would hang for ever.
    private static async Task EndPredecessorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = @name AND pid <> pg_backend_pid()) ended",
            connection)
        { Parameters = { new("name", StudioDatabase.ApplicationName) } };
        await command.ExecuteScalarAsync(cancellationToken);
    }

    // Two directories may name one database, so the database has a lock of its own beside it.
    private static async Task<List<FileStream>> LockFilesAsync(StudioOptions options, string? database, CancellationToken cancellationToken)
    {
        var files = new List<FileStream> { await LockFileAsync(Path.Combine(options.DataDirectory, "instance.lock"), options.DataDirectory, cancellationToken) };
        if (database is not null)
        {
            files.Add(await LockFileAsync(database + ".lock", database, cancellationToken));
        }

        return files;
    }

    // One that is just ending still holds it for a moment.
    private static async Task<FileStream> LockFileAsync(string path, string what, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return LockFile(path, what);
            }
            catch (InvalidOperationException e) when (tries < MaxTries && e.InnerException is IOException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static FileStream LockFile(string path, string what)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidOperationException($"{path} cannot be written. Give the user that runs this server write access to its directory.", e);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"Another Gemini Studio already uses {what}. Stop it, or give this one a directory of its own in Studio__DataDirectory and a database of its own.", e);
        }
    }
}
