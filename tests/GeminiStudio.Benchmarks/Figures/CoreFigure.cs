using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using GeminiStudio.Benchmarks.Rig;
using GeminiStudio.Gemini;
using Microsoft.Data.Sqlite;

namespace GeminiStudio.Benchmarks.Figures;

/// <summary>The two hot paths without a screen: reading events, and booking a call on SQLite with every commit on the disk.</summary>
internal static class CoreFigure
{
    private const int Events = 65_536;
    private const int Calls = 300;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Bench bench, CancellationToken cancellationToken)
    {
        var stream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"data: {new string('x', 1014)}\r\n\r\n", Events)));
        var (ours, allocated) = await SpeedAsync(stream, () => ReadOursAsync(stream));
        var (theirs, _) = await SpeedAsync(stream, () => ReadTheirsAsync(stream));
        var (booked, commit) = (await BookAsync(), await CommitAsync(bench.NewDirectory(), cancellationToken));
        return
        [
            new Figure("g", "events of 1 KB read on one core, MB/s", ours, 500) { IsAtLeast = true, Baseline = theirs, Note = "baseline: System.Net.ServerSentEvents, its text as a string" },
            new Figure("g", "allocated per event beside its 1,014 bytes, bytes", (allocated / (double)Events) - 1014, 64),
            new Figure("g", "reserve and settle on SQLite, fsync on, ms", booked.P50, 2) { Ours95 = booked.P95, Baseline = commit.P50, Note = "two commits; baseline: one bare insert and its commit" },
        ];
    }

    private static async Task<(double MegabytesPerSecond, long Allocated)> SpeedAsync(byte[] stream, Func<Task<int>> read)
    {
        var (best, allocated) = (0.0, 0L);
        for (var round = 0; round < 5; round++)
        {
            var (before, began) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
            if (await read() != Events)
            {
                throw new InvalidOperationException("An event was lost.");
            }

            best = Math.Max(best, stream.Length / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        return (best, allocated);
    }

    private static async Task<int> ReadOursAsync(byte[] stream)
    {
        var found = 0;
        using var reader = new SseReader(PipeReader.Create(new MemoryStream(stream)), maxEventBytes: 1 << 20);
        while (await reader.ReadAsync(CancellationToken.None) is not null)
        {
            found++;
        }

        return found;
    }

    private static async Task<int> ReadTheirsAsync(byte[] stream)
    {
        var found = 0;
        await foreach (var _ in SseParser.Create(new MemoryStream(stream)).EnumerateAsync(CancellationToken.None))
        {
            found++;
        }

        return found;
    }

    private static async Task<Samples> BookAsync()
    {
        var ledger = new LedgerBenchmark();
        await ledger.SetupAsync();
        try
        {
            var samples = new Samples();
            for (var i = 0; i < Calls; i++)
            {
                var took = await ledger.ReserveAndSettleAsync();
                if (i >= Calls / 5)
                {
                    samples.Add(took.TotalMilliseconds);
                }
            }

            return samples;
        }
        finally
        {
            await ledger.CleanupAsync();
        }
    }

    private static async Task<Samples> CommitAsync(string directory, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "bare.db")};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT);";
        await command.ExecuteNonQueryAsync(cancellationToken);
        command.CommandText = "INSERT INTO T (B) VALUES ('one row of about the size of a ledger entry, which is some two hundred bytes with its ids and counts')";
        var samples = new Samples();
        for (var i = 0; i < Calls; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await command.ExecuteNonQueryAsync(cancellationToken);
            samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return samples;
    }
}
