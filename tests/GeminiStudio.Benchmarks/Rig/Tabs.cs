namespace GeminiStudio.Benchmarks.Rig;

/// <summary>Many headless pages of one site, open until disposed.</summary>
internal sealed class Tabs : IAsyncDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);
    private readonly List<HeadlessTab> _tabs = [];

    public IReadOnlyList<HeadlessTab> All => _tabs;

    /// <summary>Opens them four at a time and waits until all have been quiet for three seconds.</summary>
    public static async Task<Tabs> OpenAsync(Site site, Func<int, string> path, int count, CancellationToken cancellationToken, Func<int, SeenBatch>? seen = null)
    {
        var tabs = new Tabs();
        try
        {
            var opened = new HeadlessTab[count];
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (number, token) =>
                opened[number] = await HeadlessTab.OpenAsync(site.Http, path(number), seen?.Invoke(number), token));
            tabs._tabs.AddRange(opened);
            while (tabs._tabs.Any(tab => tab.Batches == 0 || tab.Quiet < Settled) && tabs._tabs.All(tab => tab.Failure is null))
            {
                await Task.Delay(100, cancellationToken);
            }

            tabs.AssertAlive();
            return tabs;
        }
        catch
        {
            await tabs.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kilobytes of render batches that one page has got, on average.</summary>
    public double KilobytesPerPage => _tabs.Average(tab => tab.BatchBytes) / 1024;

    /// <exception cref="InvalidOperationException">A circuit is gone: what was measured is not what was meant.</exception>
    public void AssertAlive()
    {
        if (_tabs.FirstOrDefault(tab => tab.Failure is not null) is { } dead)
        {
            throw new InvalidOperationException($"A headless page lost its circuit: {dead.Failure}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tab in _tabs)
        {
            await tab.DisposeAsync();
        }
    }
}

/// <summary>Gets the bytes of a render batch.</summary>
internal delegate void SeenBatch(ReadOnlySpan<byte> batch);
