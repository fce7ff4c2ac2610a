using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GeminiStudio.Data;

/// <summary>Each unit in a transaction of its own, repeated when PostgreSQL says that two collided.</summary>
public sealed class PostgresWriteQueue(IDbContextFactory<StudioDb> databases) : WriteQueue
{
    private const int MaxTries = 8;

    public override async Task<T> WriteAsync<T>(Func<StudioDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
                await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
                var result = await work(db, CancellationToken.None);
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            }
            catch (Exception e) when (attempt < MaxTries && IsCollision(e))
            {
                // The next try reads the state that the other one left.
            }
            catch (Exception e) when (e is not StorageException && StorageException.From(e) is { } trouble)
            {
                throw new StorageException(trouble.Trouble, e);
            }
        }
    }

    // A unique violation is a collision too: the unit reads first, and only a race makes its insert fail.
    private static bool IsCollision(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;
}
