using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>What another .NET process uses, read from outside so that the product needs no route for it.</summary>
internal static class ProcessFacts
{
    private const long GarbageCollection = 0x1;
    private const long CollectNow = 0x800000;

    /// <summary>Bytes on the managed heap after a full collection that we ask for through the diagnostics port.</summary>
    public static async Task<long> HeapAsync(int processId, CancellationToken cancellationToken)
    {
        long heap = 0;
        for (var round = 0; round < 2; round++) // The first leaves finalizers behind.
        {
            heap = await CollectAsync(processId).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        }

        return heap;
    }

    /// <summary>Resident bytes.</summary>
    public static long Resident(int processId) => 1024 * File.ReadLines($"/proc/{processId}/smaps_rollup")
        .Where(line => line.StartsWith("Rss:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])).Single();

    /// <summary>Time on a core since the process began.</summary>
    public static TimeSpan Cpu(int processId)
    {
        var text = File.ReadAllText($"/proc/{processId}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11]) + long.Parse(fields[12])) / 100.0);
    }

    private static Task<long> CollectAsync(int processId) => Task.Run(async () =>
    {
        var session = new DiagnosticsClient(processId).StartEventPipeSession(
            [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GarbageCollection | CollectNow)], requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        long heap = 0;
        var isFull = false;
        var stopping = Task.CompletedTask;
        source.Clr.GCStart += gc => isFull = gc.Depth == 2;
        source.Clr.GCHeapStats += stats =>
        {
            if (isFull && heap == 0)
            {
                heap = stats.TotalHeapSize;
                stopping = Task.Run(session.Stop);
            }
        };
        source.Process();
        await stopping;
        session.Dispose();
        return heap;
    });
}
