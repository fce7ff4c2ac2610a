using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Data;

/// <summary>One writer for the file: whatever waits is done in one transaction, each unit behind its own savepoint.</summary>
public sealed class SqliteWriteQueue : WriteQueue, IAsyncDisposable
{
    private const int MaxBatch = 64;
    private readonly IDbContextFactory<StudioDb> _databases;
    private readonly Channel<Unit> _units = Channel.CreateUnbounded<Unit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    public SqliteWriteQueue(IDbContextFactory<StudioDb> databases)
    {
        _databases = databases;
        _loop = Task.Run(RunAsync);
    }

    public override async Task<T> WriteAsync<T>(Func<StudioDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var unit = new Unit<T>(work, cancellationToken);
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
    }

    private async Task RunAsync()
    {
        var batch = new List<Unit>(MaxBatch);
        while (await _units.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MaxBatch && _units.Reader.TryRead(out var unit))
            {
                if (!unit.CancelIfAsked())
                {
                    batch.Add(unit);
                }
            }

            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Unit> batch)
    {
        try
        {
            await using var db = await _databases.CreateDbContextAsync(CancellationToken.None);
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            foreach (var unit in batch)
            {
                await transaction.CreateSavepointAsync("unit", CancellationToken.None);
                if (!await unit.TryRunAsync(db))
                {
                    await transaction.RollbackToSavepointAsync("unit", CancellationToken.None);
                }

                db.ChangeTracker.Clear();
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // Nothing of this batch is durable: each waiter learns it, and nobody repeats it behind their backs.
            batch.ForEach(unit => unit.Fail(e));
            return;
        }

        batch.ForEach(unit => unit.Complete());
    }

    private abstract class Unit
    {
        public abstract bool CancelIfAsked();

        public abstract Task<bool> TryRunAsync(StudioDb db);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Unit<T>(Func<StudioDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : Unit
    {
        private T? _result;
        private Exception? _failure;

        public TaskCompletionSource<T> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && Completion.TrySetCanceled(cancellationToken);

        public override async Task<bool> TryRunAsync(StudioDb db)
        {
            try
            {
                _result = await work(db, CancellationToken.None);
                return true;
            }
            catch (Exception e)
            {
                _failure = e;
                return false;
            }
        }

        public override void Complete()
        {
            if (_failure is null)
            {
                Completion.TrySetResult(_result!);
            }
            else
            {
                Completion.TrySetException(_failure);
            }
        }

        public override void Fail(Exception exception) => Completion.TrySetException(_failure ?? exception);
    }
}
