using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Data;

/// <summary>One writer for the file: whatever waits is done in one transaction, each unit behind its own savepoint.</summary>
public sealed class SqliteWriteQueue : WriteQueue, IAsyncDisposable
{
    private const int MaxBatch = 64;
    private readonly IDbContextFactory<StudioDb> _databases;
    private readonly Channel<WriteUnit> _units = Channel.CreateUnbounded<WriteUnit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    // A pool opens the name again when it pleases, and might find another file there: this one stays with the file of the start.
    private SqliteConnection? _witness;

    public SqliteWriteQueue(IDbContextFactory<StudioDb> databases)
    {
        _databases = databases;
        _loop = Task.Run(RunAsync);
    }

    public override async Task<T> WriteAsync<T>(Func<StudioDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new WriteUnit<T>(work, cancellationToken);
        if (!_units.Writer.TryWrite(unit))
        {
            throw new ObjectDisposedException(nameof(SqliteWriteQueue), "The server is stopping; nothing more is written.");
        }

        return await unit.Completion.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _units.Writer.TryComplete();
        await _loop;
        if (_witness is not null)
        {
            await _witness.DisposeAsync();
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<WriteUnit>(MaxBatch);
        while (await _units.Reader.WaitToReadAsync(CancellationToken.None))
        {
            Take(batch, MaxBatch);
            if (await TryCommitAsync(batch) is { } failure)
            {
                await FailAsync(batch, failure);
            }

            batch.Clear();
        }
    }

    private void Take(List<WriteUnit> batch, int most)
    {
        while (batch.Count < most && _units.Reader.TryRead(out var unit))
        {
            if (!unit.CancelIfAsked())
            {
                batch.Add(unit);
            }
        }
    }

    // Nothing of the batch is durable: each waiter learns it. Only a full disk is worth a second look, since a small unit may fit.
    private async Task FailAsync(List<WriteUnit> batch, Exception failure)
    {
        var trouble = (failure as StorageException)?.Trouble;
        if (trouble == StorageTrouble.Full && batch.Count > 1)
        {
            foreach (var unit in batch)
            {
                if (await TryCommitAsync([unit]) is { } alone)
                {
                    unit.Fail(alone);
                }
            }

            return;
        }

        if (trouble == StorageTrouble.Busy)
        {
            Take(batch, int.MaxValue); // they waited behind the same lock, and nobody should wait five seconds twice
        }

        batch.ForEach(unit => unit.Fail(failure));
    }

    /// <summary>Null when the batch is on the disk and its waiters know.</summary>
    private async Task<Exception?> TryCommitAsync(List<WriteUnit> batch)
    {
        try
        {
            await using var db = await _databases.CreateDbContextAsync(CancellationToken.None);
            db.Database.AutoSavepointsEnabled = false; // each unit has one of its own
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None); // BEGIN IMMEDIATE: no read is ever upgraded
            foreach (var unit in batch)
            {
                await transaction.CreateSavepointAsync("unit", CancellationToken.None);
                if (!await unit.TryRunAsync(db))
                {
                    await transaction.RollbackToSavepointAsync("unit", CancellationToken.None);
                }

                db.ChangeTracker.Clear();
            }

            _witness ??= await SqliteFile.OpenWitnessAsync((SqliteConnection)db.Database.GetDbConnection());
            if (SqliteFile.HasMoved(_witness) || SqliteFile.HasMoved((SqliteConnection)db.Database.GetDbConnection()))
            {
                throw new StorageException(StorageTrouble.Gone, null);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            return StorageException.From(e) ?? e;
        }

        batch.ForEach(unit => unit.Complete());
        return null;
    }
}
