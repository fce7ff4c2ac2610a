using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Data;

/// <summary>Finds out by writing whether the database takes writes, through the same queue as everything else.</summary>
public sealed partial class StorageProbe(WriteQueue writes, TimeProvider time, ILogger<StorageProbe> logger)
{
    private const int TouchedBytes = 16 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private StorageTrouble? _last;

    /// <summary>Null when a write was committed within 3 seconds.</summary>
    public async Task<StorageTrouble?> FindTroubleAsync(CancellationToken cancellationToken)
    {
        var trouble = await WriteAsync(cancellationToken);
        if (trouble != _last)
        {
            Log(trouble);
            _last = trouble;
        }

        return trouble;
    }

    private async Task<StorageTrouble?> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writes.WriteAsync(TouchAsync, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return StorageTrouble.Busy;
        }
        catch (Exception e) when (StorageException.From(e) is { } trouble)
        {
            return trouble.Trouble;
        }
    }

    // A row that is gone before the commit. In a file it needs pages of its own, so that a file that cannot grow says so; a read-only
    // PostgreSQL still hands out transaction ids, so nothing less than a row will do there.
    private static async Task TouchAsync(StudioDb db, CancellationToken cancellationToken)
    {
        var text = db is SqliteStudioDb ? new string('x', TouchedBytes) : "";
        db.Drafts.Add(new Draft { OwnerId = Guid.Empty, SessionId = Guid.NewGuid(), Kind = "probe", Revision = 1, Text = text, UpdatedAt = DateTime.UnixEpoch });
        await db.SaveChangesAsync(cancellationToken);
        await db.Drafts.Where(d => d.OwnerId == Guid.Empty).ExecuteDeleteAsync(cancellationToken);
    }

    private void Log(StorageTrouble? trouble)
    {
        if (trouble is { } now)
        {
            LogTrouble(now, new StorageException(now, null).Message);
        }
        else
        {
            LogWorksAgain();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database takes no writes, {Trouble}: {Words}")]
    private partial void LogTrouble(StorageTrouble trouble, string words);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database takes writes again")]
    private partial void LogWorksAgain();
}
