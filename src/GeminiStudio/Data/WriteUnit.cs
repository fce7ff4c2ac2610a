namespace GeminiStudio.Data;

/// <summary>One unit of work that waits for its commit.</summary>
internal abstract class WriteUnit
{
    public abstract bool CancelIfAsked();

    /// <summary>Runs the work; false when it failed by itself, so that only its own part is undone.</summary>
    /// <exception cref="StorageException">The database failed, which no other unit of the transaction survives either.</exception>
    public abstract Task<bool> TryRunAsync(StudioDb db);

    /// <summary>The transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>The transaction was not committed.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteUnit<T>(Func<StudioDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : WriteUnit
{
    private T? _result;
    private Exception? _failure;

    public TaskCompletionSource<T> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && Completion.TrySetCanceled(cancellationToken);

    public override async Task<bool> TryRunAsync(StudioDb db)
    {
        try
        {
            _failure = null;
            _result = await work(db, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (StorageException.From(e) is { } trouble)
        {
            throw new StorageException(trouble.Trouble, e); // SQLite has rolled the whole transaction back by now
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
