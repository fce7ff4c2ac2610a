using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Data;

/// <summary>The one way to write: a unit of work either commits as a whole or leaves nothing.</summary>
/// <remarks>
/// SQLite has one writer at a time and sleeps when two meet, so there a single queue batches what waits into one commit.
/// PostgreSQL runs each unit in its own transaction and repeats it when two collided.
/// </remarks>
public abstract class WriteQueue
{
    /// <summary>Runs the unit inside a transaction and returns its result once that is committed.</summary>
    /// <param name="work">May run again after a collision, so it has no effect but on the database.</param>
    /// <param name="cancellationToken">Ends the wait before the unit begins; a unit that has begun is finished.</param>
    public abstract Task<T> WriteAsync<T>(Func<StudioDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<StudioDb, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(async (db, token) => { await work(db, token); return true; }, cancellationToken);
}
