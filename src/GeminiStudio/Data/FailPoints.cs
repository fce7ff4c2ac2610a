using System.Diagnostics;
using System.Globalization;

namespace GeminiStudio.Data;

/// <summary>Named places at which a test of crashes lets this process die; off, and one comparison long, unless <c>STUDIO_FAIL</c> is set.</summary>
/// <remarks>
/// <c>STUDIO_FAIL=name:number</c>, read once from the environment. <c>accepted</c>, <c>dispatched</c>, <c>streamed</c>, <c>settle</c>:
/// SIGKILL at that many passes of the place. <c>poison</c>: the run of that number throws. <c>threads</c>: that many threads of the pool
/// are blocked for six seconds when the first run is accepted. <c>pages</c>: the SQLite file may have that many pages.
/// </remarks>
internal static class FailPoints
{
    /// <summary>A run's rows are committed, nothing is dispatched.</summary>
    public const string Accepted = "accepted";

    /// <summary>An attempt is committed as dispatched, nothing is sent.</summary>
    public const string Dispatched = "dispatched";

    /// <summary>The last chunk has come, nothing of the end is written.</summary>
    public const string Streamed = "streamed";

    /// <summary>Before, between and after the statements that settle a turn, the commit included.</summary>
    public const string Settle = "settle";

    private const string Poison = "poison";
    private const string Threads = "threads";
    private const string Pages = "pages";
    private static readonly TimeSpan BlockedFor = TimeSpan.FromSeconds(6);
    private static readonly (string Name, int Number)? Chosen = Read(Environment.GetEnvironmentVariable("STUDIO_FAIL"));
    private static int _passes;

    /// <summary>Most pages that the SQLite file may have; null sets no limit.</summary>
    public static int? SqlitePages => Chosen is { Name: Pages } chosen ? chosen.Number : null;

    /// <summary>Dies here when this place and this pass were chosen.</summary>
    public static void Pass(string place)
    {
        if (Chosen is not { } chosen)
        {
            return;
        }

        if (place == Accepted && chosen.Name == Threads && Interlocked.Increment(ref _passes) == 1)
        {
            Starve(chosen.Number);
        }
        else if (place == chosen.Name && Interlocked.Increment(ref _passes) == chosen.Number)
        {
            Process.GetCurrentProcess().Kill();
            new ManualResetEvent(false).WaitOne(); // the signal is on its way; nothing more may be written
        }
    }

    /// <summary>Throws what no code expects, when this run was chosen.</summary>
    public static void Throw()
    {
        if (Chosen is { Name: Poison } chosen && Interlocked.Increment(ref _passes) == chosen.Number)
        {
            throw new InvalidTimeZoneException("A fail point threw this.");
        }
    }

    private static void Starve(int threads)
    {
        var end = new ManualResetEventSlim();
        for (var thread = 0; thread < threads; thread++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => end.WaitHandle.WaitOne(BlockedFor), null);
        }
    }

    private static (string Name, int Number)? Read(string? setting) =>
        setting?.Split(':') is [var name, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var passes) ? (name, passes) : null;
}
