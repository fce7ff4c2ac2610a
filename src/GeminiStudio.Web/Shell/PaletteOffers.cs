namespace GeminiStudio.Web.Shell;

/// <summary>A line of the command menu.</summary>
/// <param name="Group">The heading under which it stands.</param>
/// <param name="Title">What it does.</param>
/// <param name="Icon">A name of our icons.</param>
/// <param name="Act">Does it.</param>
public sealed record PaletteEntry(string Group, string Title, string Icon, Func<Task> Act)
{
    /// <summary>Further words by which it is found; they are not shown.</summary>
    public string Words { get; init; } = "";

    /// <summary>Stands at its right: a key or a time.</summary>
    public string? Hint { get; init; }
}

/// <summary>What the open page adds to the command menu. Scoped to a circuit.</summary>
public sealed class PaletteOffers
{
    private Func<IEnumerable<PaletteEntry>>? _page;

    /// <summary>What can be done on the open page now.</summary>
    public IReadOnlyList<PaletteEntry> OfPage => _page is null ? [] : [.. _page()];

    /// <summary>Offers entries until disposed; they are asked for each time the menu opens.</summary>
    public IDisposable Offer(Func<IEnumerable<PaletteEntry>> page)
    {
        _page = page;
        return new Ended(() => _page = _page == page ? null : _page);
    }

    private sealed class Ended(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
