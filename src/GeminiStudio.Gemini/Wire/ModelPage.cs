using System.Text.Json;

namespace GeminiStudio.Gemini.Wire;

/// <summary>One page of <c>models.list</c>; an empty list is <c>{}</c>.</summary>
internal sealed record ModelPage
{
    public IReadOnlyList<ModelResource> Models { get; init; } = [];

    public string? NextPageToken { get; init; }

    /// <exception cref="GeminiException">It is not such a page (<see cref="GeminiErrorKind.Protocol"/>).</exception>
    public static ModelPage Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelPage>(json.Span, JsonSerializerOptions.Web) ?? new ModelPage();
        }
        catch (JsonException e)
        {
            throw GeminiChunkReader.Malformed(json, e, key: null);
        }
    }
}

/// <summary>A model as <c>models.list</c> names it.</summary>
internal sealed record ModelResource
{
    /// <summary>With its prefix, for example <c>models/gemini-3.8-flash</c>.</summary>
    public string? Name { get; init; }

    public string? DisplayName { get; init; }

    public int InputTokenLimit { get; init; }

    public int OutputTokenLimit { get; init; }

    public IReadOnlyList<string>? SupportedGenerationMethods { get; init; }

    public double? Temperature { get; init; }

    public double? MaxTemperature { get; init; }

    public double? TopP { get; init; }

    public double? TopK { get; init; }

    public string Id => Name is null ? "" : Name.StartsWith("models/", StringComparison.Ordinal) ? Name["models/".Length..] : Name;
}
