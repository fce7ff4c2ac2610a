using System.Text.RegularExpressions;
using GeminiStudio.Data;
using GeminiStudio.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GeminiStudio.Sessions;

/// <summary>Removes the files that no turn, draft or variable names any more.</summary>
/// <remarks>
/// Whatever was kept, attached or deleted within the last day is left alone, so an upload under way and an undo find their file. What
/// names a file is read in the direction in which it moves, drafts before turns, so none is missed on its way. Rows go first and
/// bytes after: a crash between the two leaves bytes without a row, which go a week after they were first seen.
/// </remarks>
public sealed partial class FileSweep(
    FileBlobs blobs, IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time, ILogger<FileSweep> logger) : BackgroundService
{
    /// <summary>How long a file stays after nothing names it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>How long bytes without a row stay: a server that was started on another database must not cost its files.</summary>
    public static readonly TimeSpan OrphanGrace = TimeSpan.FromDays(7);

    private const int Batch = 500;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    /// <summary>Sweeps once.</summary>
    public async Task<SweepReport> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (removed, bytes) = await RemoveUnnamedAsync(now - Grace, cancellationToken);
        var rows = await RowsAsync(cancellationToken);
        var orphans = Orphans(rows, now);
        foreach (var old in orphans.Where(o => o.Value <= now - OrphanGrace).Select(o => o.Key).ToList())
        {
            bytes += blobs.Remove(old, now - Grace);
            orphans.Remove(old);
        }

        blobs.WriteOrphans(orphans);
        var report = new SweepReport(removed, bytes, orphans.Count, rows.Count(hash => !blobs.Has(hash)));
        if (report is not { Removed: 0, Bytes: 0, Orphans: 0, Missing: 0 })
        {
            LogSwept(report.Removed, report.Bytes, report.Orphans, report.Missing);
        }

        return report;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(First, time, stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogBroken(e); // the next one tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<(int Files, long Bytes)> RemoveUnnamedAsync(DateTime before, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var old = await db.Files.AsNoTracking().Where(f => f.CreatedAt < before).Select(f => new { f.Id, f.OwnerId, f.Hash }).ToListAsync(cancellationToken);
        if (old.Count == 0)
        {
            return default;
        }

        var named = await NamedAsync(db, before, cancellationToken);
        var (files, bytes) = (0, 0L);
        foreach (var batch in old.Where(f => !named.Contains((f.OwnerId, f.Hash))).Chunk(Batch))
        {
            // Who names a file anew touches its row first; one that was touched since is fresh again.
            var (ids, hashes) = (batch.Select(f => f.Id).ToList(), batch.Select(f => f.Hash).Distinct().ToList());
            files += await writes.WriteAsync((store, token) => store.Files.Where(f => ids.Contains(f.Id) && f.CreatedAt < before).ExecuteDeleteAsync(token), cancellationToken);
            var kept = await db.Files.Where(f => hashes.Contains(f.Hash)).Select(f => f.Hash).ToListAsync(cancellationToken);
            bytes += hashes.Except(kept).Sum(hash => blobs.Remove(hash, before));
        }

        return (files, bytes);
    }

    private static async Task<HashSet<(Guid OwnerId, string Hash)>> NamedAsync(StudioDb db, DateTime before, CancellationToken cancellationToken)
    {
        var named = new HashSet<(Guid, string)>();
        var gone = db.Sessions.Where(s => s.DeletedAt < before).Select(s => s.Id);
        await ReadAsync(db.Drafts.Where(d => !gone.Contains(d.SessionId) && (d.Kind == DraftStore.Files || d.Kind == VariableStore.DraftKind || d.Kind.StartsWith(MessageQueue.FilesPrefix)))
            .Select(d => new Naming(d.OwnerId, d.Text)));
        await ReadAsync(db.Sessions.Where(s => !gone.Contains(s.Id) && s.Variables != "{}").Select(s => new Naming(s.OwnerId, s.Variables)));
        await ReadAsync(db.Segments.Where(s => s.Parts.Contains("\"studio:")).Join(db.Turns, s => s.TurnId, t => t.Id, (s, t) => new Naming(t.OwnerId, s.Parts)));
        await ReadAsync(db.Turns.Where(t => !gone.Contains(t.SessionId) && (t.DeletedAt == null || t.DeletedAt >= before) && t.Parts.Contains("\"studio:"))
            .Select(t => new Naming(t.OwnerId, t.Parts)));
        return named;

        async Task ReadAsync(IQueryable<Naming> places)
        {
            await foreach (var place in places.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                named.UnionWith(Hash().Matches(place.Text).Select(m => (place.OwnerId, m.Value)));
            }
        }
    }

    private async Task<HashSet<string>> RowsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return [.. await db.Files.Select(f => f.Hash).Distinct().ToListAsync(cancellationToken)];
    }

    private Dictionary<string, DateTime> Orphans(HashSet<string> rows, DateTime now)
    {
        var known = blobs.ReadOrphans();
        return blobs.All().Where(hash => !rows.Contains(hash)).ToDictionary(hash => hash, hash => known.TryGetValue(hash, out var since) ? since : now);
    }

    private sealed record Naming(Guid OwnerId, string Text);

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Hash();

    [LoggerMessage(Level = LogLevel.Information, Message = "Files: {Removed} that nothing names are removed, {Bytes} bytes; {Orphans} have bytes and no row, {Missing} a row and no bytes")]
    private partial void LogSwept(int removed, long bytes, int orphans, int missing);

    [LoggerMessage(Level = LogLevel.Error, Message = "Files that nothing names could not be removed")]
    private partial void LogBroken(Exception exception);
}

/// <summary>What a sweep did and found.</summary>
/// <param name="Removed">Rows of files that nothing named.</param>
/// <param name="Bytes">Bytes that are free now.</param>
/// <param name="Orphans">Files whose bytes are here and that no row knows.</param>
/// <param name="Missing">Files that a row knows and whose bytes are not here.</param>
public sealed record SweepReport(int Removed, long Bytes, int Orphans, int Missing);
