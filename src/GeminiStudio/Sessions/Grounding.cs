namespace GeminiStudio.Sessions;

/// <summary>What an answer rests on, read from Google's <c>groundingMetadata</c>, <c>urlContextMetadata</c> and <c>citationMetadata</c>.</summary>
public sealed record Grounding
{
    /// <summary>Numbered from 1, in Google's order; citations of known texts follow.</summary>
    public IReadOnlyList<GroundingSource> Sources { get; init; } = [];

    /// <summary>Pieces of the answer and what supports them, in the order of their ends.</summary>
    public IReadOnlyList<SupportedSpan> Spans { get; init; } = [];

    /// <summary>What was searched for.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];

    /// <summary>Pages that were asked for and what became of each.</summary>
    public IReadOnlyList<FetchedUrl> Urls { get; init; } = [];

    /// <summary>Whether Google sent search suggestions, which it asks to be shown as they are.</summary>
    public bool HasSuggestions { get; init; }
}

/// <summary>Where something in an answer comes from.</summary>
/// <param name="Number">What the mark in the text says, from 1.</param>
/// <param name="Title">Google's words for it; its host when it has none.</param>
/// <param name="Uri">Null when it cannot be opened.</param>
/// <param name="Note">A licence, a place, a page; null when there is nothing to add.</param>
public sealed record GroundingSource(int Number, string Title, string? Uri, string? Note);

/// <summary>A piece of the answer that sources support.</summary>
/// <param name="Start">UTF-16 units from the start of the answer's text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Sources">Numbers of the sources.</param>
public sealed record SupportedSpan(int Start, int End, IReadOnlyList<int> Sources);

/// <summary>A page that the model asked for.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Status">Google's spelling without its prefix, for example SUCCESS or PAYWALL.</param>
public sealed record FetchedUrl(string Url, string Status);
