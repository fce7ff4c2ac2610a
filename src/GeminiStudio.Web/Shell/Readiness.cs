using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;

namespace GeminiStudio.Web.Shell;

/// <summary>Whether this server should be sent work, in one word; asked as often as anybody likes, found out once a second.</summary>
internal sealed class Readiness(
    StorageProbe storage, Vault vault, PoolWatch pool, StudioOptions options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>The word of a server that is ready.</summary>
    public const string Ready = "ready";

    private const long LeastFreeBytes = 500L * 1024 * 1024;
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1);
    private string _word = Ready;
    private long _foundAt;

    /// <returns><c>ready</c>, or what is missing: <c>stopping</c>, <c>busy</c>, <c>disk</c>, <c>keys</c> or <c>database</c>.</returns>
    public async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return "stopping";
        }

        if (pool.Lag > LongestLag)
        {
            return "busy";
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_foundAt == 0 || time.GetElapsedTime(_foundAt) > Fresh)
            {
                _word = await LookAsync(cancellationToken);
                _foundAt = time.GetTimestamp();
            }

            return _word;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<string> LookAsync(CancellationToken cancellationToken)
    {
        if (!HasRoom())
        {
            return "disk";
        }

        if (!KeysOpen())
        {
            return "keys";
        }

        return await storage.FindTroubleAsync(cancellationToken) is null ? Ready : "database";
    }

    private bool HasRoom()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(options.DataDirectory)).AvailableFreeSpace >= LeastFreeBytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the directory is gone, or not ours any more
        }
    }

    private bool KeysOpen() =>
        !vault.CanStore || (vault.TryUnprotect(vault.Protect(new Secret("readiness")), out var secret) && secret!.Reveal() == "readiness");
}
