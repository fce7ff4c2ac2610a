using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GeminiStudio.Data;

/// <summary>What keeps the database from working.</summary>
public enum StorageTrouble
{
    /// <summary>The disk, or the quota on it, is full.</summary>
    Full,

    /// <summary>Somebody else has held the database for longer than a write waits.</summary>
    Busy,

    /// <summary>File, folder or server do not take writes.</summary>
    ReadOnly,

    /// <summary>The file was moved, deleted or replaced under the running server.</summary>
    Gone,

    /// <summary>The file is damaged, or is no database.</summary>
    Damaged,

    /// <summary>The disk reported an error.</summary>
    Failing,

    /// <summary>The PostgreSQL server does not answer.</summary>
    Unreachable,
}

/// <summary>The database could not do what was asked, and nothing of it was saved; the message is for people.</summary>
public sealed class StorageException(StorageTrouble trouble, Exception? cause) : Exception(Words(trouble), cause)
{
    private const int Moved = 1032; // SQLITE_READONLY_DBMOVED
    private const int NoSpace = 28; // ENOSPC
    private const int TooLarge = 27; // EFBIG, a limit on the size of files
    private const int NoQuota = 122; // EDQUOT
    private const int WindowsFull = 112; // ERROR_DISK_FULL

    public StorageTrouble Trouble { get; } = trouble;

    /// <summary>The trouble behind a provider's exception; null when it is of another kind.</summary>
    public static StorageException? From(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is StorageException known)
            {
                return known;
            }

            if (Of(cause) is { } trouble)
            {
                return new StorageException(trouble, exception);
            }
        }

        return null;
    }

    /// <summary>The trouble behind a write to a file that failed.</summary>
    public static StorageException OfDisk(IOException cause) => new((cause.HResult & 0xFFFF) is NoSpace or TooLarge or NoQuota or WindowsFull ? StorageTrouble.Full : StorageTrouble.Failing, cause);

    private static StorageTrouble? Of(Exception exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: Moved } => StorageTrouble.Gone,
        SqliteException e => e.SqliteErrorCode switch
        {
            5 or 6 => StorageTrouble.Busy, // SQLITE_BUSY, SQLITE_LOCKED
            8 => StorageTrouble.ReadOnly,
            10 => StorageTrouble.Failing, // SQLITE_IOERR
            11 or 26 => StorageTrouble.Damaged, // SQLITE_CORRUPT, SQLITE_NOTADB
            13 => StorageTrouble.Full,
            14 => StorageTrouble.Gone, // SQLITE_CANTOPEN
            _ => null,
        },
        PostgresException e => e.SqlState switch
        {
            PostgresErrorCodes.DiskFull => StorageTrouble.Full,
            PostgresErrorCodes.LockNotAvailable => StorageTrouble.Busy,
            PostgresErrorCodes.ReadOnlySqlTransaction => StorageTrouble.ReadOnly,
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => StorageTrouble.Damaged,
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.TooManyConnections => StorageTrouble.Unreachable,
            _ => null,
        },
        NpgsqlException { InnerException: TimeoutException } => StorageTrouble.Busy,
        NpgsqlException { InnerException: SocketException or IOException } => StorageTrouble.Unreachable,
        _ => null,
    };

    private static string Words(StorageTrouble trouble) => trouble switch
    {
        StorageTrouble.Full => "The server's storage is full, so nothing more can be saved. What was saved can still be read. Free space on the server's disk, then try again.",
        StorageTrouble.Busy => "The database is busy: another program has held it for more than 5 seconds. Nothing is lost. Try again in a moment.",
        StorageTrouble.ReadOnly => "The database takes no writes: its file, folder or server is read-only. What was saved can still be read. Give the server write access, then try again.",
        StorageTrouble.Gone => "The database file is not where it was: it was moved, deleted or replaced while the server ran, or cannot be opened. Nothing more is saved until it is back or the server is restarted.",
        StorageTrouble.Damaged => "The database is damaged, so nothing more is saved. Whoever runs this server should stop it and bring back the last backup.",
        StorageTrouble.Failing => "The server's disk reported an error, so this was not saved. Whoever runs this server should look at its disk and log.",
        _ => "The database server cannot be reached, so nothing can be saved now. Try again in a moment.",
    };
}
