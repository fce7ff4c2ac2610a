namespace GeminiStudio.Sessions;

/// <summary>What a run is asked with beside its text: the model, its generation config, tools and safety. A null member is not sent.</summary>
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

    /// <summary>How many answers are asked for at once, 1 to 8, where the model takes it.</summary>
    public int? CandidateCount { get; init; }

    /// <summary>Alternatives per token whose log probability is returned, 0 to 20; null asks for none.</summary>
    public int? Logprobs { get; init; }

    /// <summary>MINIMAL, LOW, MEDIUM or HIGH; for models that think by level.</summary>
    public string? ThinkingLevel { get; init; }

    /// <summary>Tokens; -1 is dynamic, 0 off; for models that think by budget.</summary>
    public int? ThinkingBudget { get; init; }

    /// <summary>Whether thought summaries are asked for, where the model thinks. Default true.</summary>
    public bool IncludeThoughts { get; init; } = true;

    /// <summary>MEDIA_RESOLUTION_LOW, _MEDIUM or _HIGH.</summary>
    public string? MediaResolution { get; init; }

    /// <summary>TEXT, IMAGE, AUDIO; empty leaves it to the model.</summary>
    public IReadOnlyList<string> ResponseModalities { get; init; } = [];

    public SpeechSettings? Speech { get; init; }

    public ImageSettings? Image { get; init; }

    /// <summary><c>standard</c>, <c>flex</c> or <c>priority</c>.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Threshold by category, both by Google's names; a category that is missing keeps Google's default.</summary>
    public IReadOnlyDictionary<string, string> Safety { get; init; } = new Dictionary<string, string>();

    public bool GoogleSearch { get; init; }

    public bool UrlContext { get; init; }

    public bool CodeExecution { get; init; }

    public FunctionSettings? Functions { get; init; }

    public StructuredOutput? Structured { get; init; }

    /// <summary>Rows of message and answer that stand before the chat in each request (few-shot).</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Whether a function call that comes back without its signature gets the placeholder that Google takes instead.</summary>
    public bool FillsSignatures { get; init; }

    /// <summary>The preset that they began with; null when with none.</summary>
    public Guid? PresetId { get; init; }

    /// <summary>A JSON object of request fields that no control here stands for; they are sent as they are, over everything else.</summary>
    public string? Extra { get; init; }

    public bool Equals(RunSettings? other) =>
        other is not null && RunSettingsJson.Write(this) == RunSettingsJson.Write(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(RunSettingsJson.Write(this));
}

/// <summary>How a model that speaks sounds: one voice, or two named speakers.</summary>
public sealed record SpeechSettings
{
    /// <summary>A prebuilt voice by Google's name; not sent when there are speakers.</summary>
    public string? Voice { get; init; }

    /// <summary>None, or exactly two.</summary>
    public IReadOnlyList<SpeakerVoice> Speakers { get; init; } = [];

    /// <summary>BCP 47, for example <c>en-US</c>; null leaves it to the model.</summary>
    public string? LanguageCode { get; init; }
}

/// <summary>A speaker's name as the text has it, and the voice that it gets.</summary>
public sealed record SpeakerVoice(string Speaker, string Voice);

/// <summary>The shape of pictures that a model makes.</summary>
public sealed record ImageSettings
{
    /// <summary>For example <c>16:9</c>; null leaves it to the model.</summary>
    public string? AspectRatio { get; init; }

    /// <summary><c>512</c>, <c>1K</c>, <c>2K</c> or <c>4K</c>; null is 1K.</summary>
    public string? ImageSize { get; init; }
}

/// <summary>The functions that a model may call. Switched off they are kept and not sent.</summary>
public sealed record FunctionSettings
{
    public bool IsOn { get; init; }

    /// <summary>JSON array of Google's FunctionDeclaration.</summary>
    public required string Declarations { get; init; }

    /// <summary>AUTO, ANY, NONE or VALIDATED; null is AUTO.</summary>
    public string? Mode { get; init; }

    /// <summary>Names that may be called, for ANY and VALIDATED; empty allows all.</summary>
    public IReadOnlyList<string> AllowedNames { get; init; } = [];

    /// <summary>How each function is answered, by its name, as JSON; null asks the person each time.</summary>
    public string? Answers { get; init; }
}

/// <summary>What a person might say and what is to be answered. Switched off it is kept and not sent.</summary>
public sealed record Example(string Input, string Output, bool IsOn = true)
{
    /// <summary>Longest message or answer of a row, in UTF-16 units: it passes over the circuit.</summary>
    public const int MaxLength = 2000;

    /// <summary>Most rows.</summary>
    public const int MaxRows = 50;
}

/// <summary>An answer in a given shape. Switched off it is kept and not sent.</summary>
public sealed record StructuredOutput
{
    public bool IsOn { get; init; }

    /// <summary><c>application/json</c> or <c>text/x.enum</c>.</summary>
    public string MimeType { get; init; } = "application/json";

    /// <summary>The schema as JSON; null asks for JSON of any shape.</summary>
    public string? Schema { get; init; }

    /// <summary>Whether it is JSON Schema; else it is Google's subset of OpenAPI.</summary>
    public bool IsJsonSchema { get; init; }
}
