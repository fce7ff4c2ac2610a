using System.Diagnostics;

namespace GeminiStudio.TestRig;

/// <summary>One lock per name for the whole machine, because test projects run side by side as processes of their own.</summary>
/// <remarks>The system releases it when its holder dies, however it dies. It is not re-entrant.</remarks>
internal sealed class MachineLock : IDisposable
{
    /// <summary>Enough for a package manager on a slow line.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly FileStream _file;

    private MachineLock(FileStream file) => _file = file;

    /// <summary>Waits until nobody else holds the lock.</summary>
    /// <exception cref="TimeoutException">Another process held it for ten minutes.</exception>
    public static async Task<MachineLock> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"gemini-studio-{Environment.UserName}-{name}.lock");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100, cancellationToken))
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }
        }

        throw new TimeoutException($"Another process has held {path} for {Patience.TotalMinutes} minutes: end it and run again.");
    }

    private static MachineLock? TryTake(string path)
    {
        try
        {
            return new MachineLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null; // Held: .NET has no way to ask without trying.
        }
    }

    public void Dispose() => _file.Dispose();
}
