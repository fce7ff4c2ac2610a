using System.Text;
using System.Text.Json;

namespace GeminiStudio.Sessions;

/// <summary>Reads what an answer rests on. Google counts in bytes of UTF-8 within a part; here it is places in the whole text.</summary>
/// <remarks>Whatever Google sends, a turn must show: what cannot be read is left out.</remarks>
public static class GroundingReader
{
    private const int MostSources = 200;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>Null when the envelope names nothing.</summary>
    /// <param name="envelope">The stored response without its content.</param>
    /// <param name="texts">The answer's text parts.</param>
    public static Grounding? Read(string envelope, IReadOnlyList<string> texts)
    {
        if (!envelope.Contains("Metadata\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(envelope, Deep);
            return Candidate(document.RootElement) is { } candidate ? Read(candidate, texts) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of the shown candidate as JSON; null when there is none.</summary>
    public static string? Member(string envelope, string name)
    {
        if (!envelope.Contains($"\"{name}\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(envelope, Deep);
            return Candidate(document.RootElement) is { } candidate && Member(candidate, name) is { } member ? member.GetRawText() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Google's search suggestions, as they came; null when there are none.</summary>
    public static string? Suggestions(string envelope)
    {
        if (Member(envelope, "groundingMetadata") is not { } grounding)
        {
            return null;
        }

        using var document = JsonDocument.Parse(grounding, Deep);
        return Member(document.RootElement, "searchEntryPoint") is { } entry ? Text(entry, "renderedContent") : null;
    }

    private static Grounding? Read(JsonElement candidate, IReadOnlyList<string> texts)
    {
        var sources = new List<GroundingSource>();
        var spans = new List<SupportedSpan>();
        var grounding = Member(candidate, "groundingMetadata");
        if (grounding is { } found)
        {
            sources.AddRange(Items(found, "groundingChunks").Take(MostSources).Select((chunk, i) => Source(chunk, i + 1)));
            spans.AddRange(Items(found, "groundingSupports").Select(s => Span(s, texts, sources.Count)).OfType<SupportedSpan>());
        }

        AddCitations(candidate, texts, sources, spans);
        var urls = Member(candidate, "urlContextMetadata") is { } fetched ? Items(fetched, "urlMetadata").Select(Url).OfType<FetchedUrl>().ToList() : [];
        var queries = grounding is { } searched ? Items(searched, "webSearchQueries").Where(q => q.ValueKind == JsonValueKind.String).Select(q => q.GetString()!).ToList() : [];
        var suggests = grounding is { } with && Member(with, "searchEntryPoint") is { } entry && Text(entry, "renderedContent") is { Length: > 0 };
        return sources.Count + urls.Count + queries.Count == 0 && !suggests ? null : new Grounding
        {
            Sources = sources,
            Spans = [.. spans.OrderBy(s => s.End).ThenBy(s => s.Start)],
            Queries = queries,
            Urls = urls,
            HasSuggestions = suggests,
        };
    }

    private static GroundingSource Source(JsonElement chunk, int number)
    {
        foreach (var kind in new[] { "web", "maps", "retrievedContext", "image" })
        {
            if (Member(chunk, kind) is { } source)
            {
                var uri = Text(source, "uri") ?? Text(source, "sourceUri");
                return new GroundingSource(number, Text(source, "title") ?? Text(source, "domain") ?? uri ?? $"Source {number}", uri, kind switch { "maps" => "Google Maps", "retrievedContext" => "Your documents", _ => null });
            }
        }

        return new GroundingSource(number, $"Source {number}", null, null); // {} happens
    }

    // Known texts that the answer repeats. The wire says citationSources, other hosts citations.
    private static void AddCitations(JsonElement candidate, IReadOnlyList<string> texts, List<GroundingSource> sources, List<SupportedSpan> spans)
    {
        if (Member(candidate, "citationMetadata") is not { } metadata)
        {
            return;
        }

        foreach (var citation in Items(metadata, "citationSources").Concat(Items(metadata, "citations")).Take(MostSources))
        {
            var (uri, licence) = (Text(citation, "uri"), Text(citation, "license"));
            var number = sources.FirstOrDefault(s => uri is not null && s.Uri == uri)?.Number ?? sources.Count + 1;
            if (number > sources.Count)
            {
                sources.Add(new GroundingSource(number, uri ?? "A known text", uri, licence is { Length: > 0 } ? $"Licence {licence}" : null));
            }

            if (Place(string.Concat(texts), Number(citation, "startIndex") ?? 0, Number(citation, "endIndex") ?? 0, null) is var (start, end))
            {
                spans.Add(new SupportedSpan(start, end, [number]));
            }
        }
    }

    private static SupportedSpan? Span(JsonElement support, IReadOnlyList<string> texts, int sources)
    {
        var numbers = Items(support, "groundingChunkIndices").Where(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out _)).Select(i => i.GetInt32() + 1).Where(n => n > 0 && n <= sources).Distinct().ToList();
        if (numbers.Count == 0 || Member(support, "segment") is not { } segment)
        {
            return null;
        }

        // Parts of one kind are merged when a turn settles: then the text is one, and the offsets are its own.
        var part = Math.Clamp(Number(segment, "partIndex") ?? 0, 0, int.MaxValue);
        var text = part < texts.Count && texts.Count > 1 ? texts[part] : string.Concat(texts);
        var before = part < texts.Count && texts.Count > 1 ? texts.Take(part).Sum(t => t.Length) : 0;
        return Place(text, Number(segment, "startIndex") ?? 0, Number(segment, "endIndex") ?? 0, Text(segment, "text")) is var (start, end) ? new SupportedSpan(before + start, before + end, numbers) : null;
    }

    // Null when the bytes are not there. What Google quotes decides where it contradicts what it counts.
    private static (int Start, int End)? Place(string text, int from, int to, string? quoted)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (from >= 0 && to > from && to <= bytes.Length && IsEdge(bytes, from) && IsEdge(bytes, to))
        {
            var start = Encoding.UTF8.GetCharCount(bytes, 0, from);
            var end = start + Encoding.UTF8.GetCharCount(bytes, from, to - from);
            if (quoted is null || text.AsSpan(start, end - start).SequenceEqual(quoted))
            {
                return (start, end);
            }
        }

        return quoted is { Length: > 0 } && text.IndexOf(quoted, StringComparison.Ordinal) is >= 0 and var at ? (at, at + quoted.Length) : null;
    }

    private static bool IsEdge(byte[] bytes, int at) => at == bytes.Length || (bytes[at] & 0xC0) != 0x80;

    private static FetchedUrl? Url(JsonElement url) =>
        Text(url, "retrievedUrl") is { } address ? new FetchedUrl(address, (Text(url, "urlRetrievalStatus") ?? "UNKNOWN").Replace("URL_RETRIEVAL_STATUS_", "", StringComparison.Ordinal)) : null;

    private static JsonElement? Candidate(JsonElement root) => Items(root, "candidates").Select(c => (JsonElement?)c).FirstOrDefault();

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
