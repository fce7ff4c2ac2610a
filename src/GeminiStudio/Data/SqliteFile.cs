using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GeminiStudio.Data;

/// <summary>Looks after the file itself: made once, checked at start, and known to be still there when something is committed.</summary>
/// <remarks>
/// A deleted file goes on taking writes through the open handle, and opening its name again would make an empty database:
/// acknowledged turns would be lost in silence. So only the start may create it, and each commit asks whether it has moved.
/// </remarks>
internal static class SqliteFile
{
    /// <summary>Above this size the check at start is left out: it reads the whole file, 250 MB in 1.0 to 2.5 s on two busy cores.</summary>
    private const long LargestChecked = 512L << 20;
    private const int HasMovedCode = 20; // SQLITE_FCNTL_HAS_MOVED

    /// <summary>Seconds that a write waits while somebody else holds the file.</summary>
    public const int PatienceSeconds = 5;

    /// <summary>The file, as a running server opens it: it must be there.</summary>
    public static string Existing(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode == SqliteOpenMode.ReadWriteCreate && PathOf(connectionString) is not null)
        {
            builder.Mode = SqliteOpenMode.ReadWrite;
        }

        builder.DefaultTimeout = PatienceSeconds;
        return builder.ToString();
    }

    /// <summary>Where the file lies; null for one in memory.</summary>
    public static string? PathOf(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString) is { Mode: not SqliteOpenMode.Memory, DataSource: { Length: > 0 } path }
        && path != ":memory:" && !path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(path) : null;

    /// <summary>Makes the file when there is none, and switches it to write-ahead logging.</summary>
    /// <exception cref="StorageException">It is damaged, is no database, or cannot be written.</exception>
    public static async Task PrepareAsync(string connectionString, CancellationToken cancellationToken)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = PatienceSeconds };
        if (builder.Mode == SqliteOpenMode.ReadWrite)
        {
            builder.Mode = SqliteOpenMode.ReadWriteCreate;
        }

        await using var connection = new SqliteConnection(builder.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        await command.ExecuteScalarAsync(cancellationToken);
        if (PathOf(connectionString) is not { } path || new FileInfo(path).Length > LargestChecked)
        {
            return;
        }

        command.CommandText = "PRAGMA quick_check(1)";
        if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
        {
            throw new StorageException(StorageTrouble.Damaged, null);
        }
    }

    /// <summary>A connection of its own to the same file, outside of every pool.</summary>
    public static async Task<SqliteConnection> OpenWitnessAsync(SqliteConnection connection)
    {
        var witness = new SqliteConnection(new SqliteConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ToString());
        await witness.OpenAsync(CancellationToken.None);
        return witness;
    }

    /// <summary>Whether the name leads to another file, or to none, since this connection was opened.</summary>
    public static bool HasMoved(SqliteConnection connection) =>
        connection.Handle is { } handle && FileControl(handle, "main", HasMovedCode, out var moved) == raw.SQLITE_OK && moved != 0;

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    private static extern int FileControl(SafeHandle database, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int operation, out int argument);
}
