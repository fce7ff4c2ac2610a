namespace GeminiStudio.Sessions;

/// <summary>What a run is asked with beside its text: the model and its generation config. A null member is not sent.</summary>
public sealed record RunSettings
{
    /// <summary>The model id that people pick (an alias is resolved when the request is built).</summary>
    public required string Model { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? TopK { get; init; }

    public int? MaxOutputTokens { get; init; }

    /// <summary>At most five texts that end the answer; the text itself is not returned.</summary>
    public IReadOnlyList<string> StopSequences { get; init; } = [];

    public int? Seed { get; init; }

    public double? PresencePenalty { get; init; }

    public double? FrequencyPenalty { get; init; }

    /// <summary>MINIMAL, LOW, MEDIUM or HIGH; for models that think by level.</summary>
    public string? ThinkingLevel { get; init; }

    /// <summary>Tokens; -1 is dynamic, 0 off; for models that think by budget.</summary>
    public int? ThinkingBudget { get; init; }

    /// <summary>Whether thought summaries are asked for, where the model thinks. Default true.</summary>
    public bool IncludeThoughts { get; init; } = true;

    /// <summary>MEDIA_RESOLUTION_LOW, _MEDIUM or _HIGH.</summary>
    public string? MediaResolution { get; init; }

    public bool Equals(RunSettings? other) =>
        other is not null && RunSettingsJson.Write(this) == RunSettingsJson.Write(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(RunSettingsJson.Write(this));
}
