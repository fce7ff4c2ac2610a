namespace GeminiStudio.Gemini;

/// <summary>What a model is, takes and costs: data from <c>models.json</c>, merged with the live list.</summary>
public sealed record ModelInfo
{
    /// <summary>The id that people pick and that is stored, for example <c>gemini-3-flash</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The id on the wire, for example <c>gemini-3-flash-preview</c>.</summary>
    public required string ApiId { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>One sentence on what it is good for; empty for a model that only the live list knows.</summary>
    public string GoodFor { get; init; } = "";

    /// <summary>Something a person should know before picking it: retired, rerouted, removed; null when nothing.</summary>
    public string? Notice { get; init; }

    public int InputTokenLimit { get; init; }

    public int OutputTokenLimit { get; init; }

    /// <summary>TEXT, IMAGE, AUDIO, VIDEO, DOCUMENT.</summary>
    public IReadOnlyList<string> InputModalities { get; init; } = [];

    public IReadOnlyList<string> OutputModalities { get; init; } = [];

    public ThinkingInfo? Thinking { get; init; }

    /// <summary>Shapes of the pictures that it makes; null when it makes none, or when they are not known.</summary>
    public ImageInfo? Image { get; init; }

    /// <summary>Tools that it takes, by wire name: functionDeclarations, googleSearch, codeExecution, urlContext ...</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    public bool SystemInstruction { get; init; } = true;

    public bool StructuredOutput { get; init; }

    /// <summary>Whether functions, built-in tools and JSON output go together; Gemini 2.5 refuses that, newer ones take it.</summary>
    public bool CombinesTools { get; init; } = true;

    /// <summary>Sampling fields by wire name; a field that is not listed is never sent.</summary>
    public IReadOnlyDictionary<string, ParameterInfo> Parameters { get; init; } = new Dictionary<string, ParameterInfo>();

    /// <summary>Prices in effect over time, oldest first; empty when none is known.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; init; } = [];

    /// <summary>Whether Google's free tier serves it.</summary>
    public bool FreeTier { get; init; }

    /// <summary>Whether it makes chat answers; embedding, video and live models do not.</summary>
    public bool Generates { get; init; } = true;

    /// <summary>False when neither <c>models.json</c> nor the live list knows the id: assumptions are then safe ones.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Whether the live list named it; null when the list was not reachable.</summary>
    public bool? IsListed { get; init; }

    /// <summary>Where the figures come from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The price on a day; null when none is known.</summary>
    public ModelPrice? PriceOn(DateOnly day) => Prices.LastOrDefault(p => p.EffectiveFrom <= day);
}

/// <summary>A sampling field's range for one model.</summary>
/// <param name="Minimum">Lowest value that the model takes.</param>
/// <param name="Maximum">Highest value that the model takes.</param>
/// <param name="Default">What the model uses when the field is not sent; null when random or unset.</param>
/// <param name="Step">The slider's step.</param>
/// <param name="Notice">For example that newer models ignore it; null when nothing.</param>
public sealed record ParameterInfo(double Minimum, double Maximum, double? Default, double Step, string? Notice = null)
{
    /// <summary>Whether the model takes one value only, so that there is nothing to set or to send.</summary>
    public bool IsFixed => Minimum == Maximum;
}

/// <summary>How a model thinks: by level (Gemini 3 and newer) or by budget (2.5).</summary>
public sealed record ThinkingInfo
{
    /// <summary>Wire names of the levels, lowest first; empty when it takes a budget.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    public string? DefaultLevel { get; init; }

    /// <summary>Smallest budget in tokens apart from 0 and -1; null when it takes a level.</summary>
    public int? BudgetMinimum { get; init; }

    public int? BudgetMaximum { get; init; }

    /// <summary>Default budget: -1 is dynamic, 0 off.</summary>
    public int? BudgetDefault { get; init; }

    /// <summary>Whether a budget of 0 switches thinking off.</summary>
    public bool CanBeOff { get; init; }
}

/// <summary>Shapes of the pictures that a model makes, by Google's names.</summary>
/// <param name="AspectRatios">For example <c>16:9</c>.</param>
/// <param name="ImageSizes">For example <c>2K</c>.</param>
public sealed record ImageInfo(IReadOnlyList<string> AspectRatios, IReadOnlyList<string> ImageSizes);

/// <summary>Prices in micro-dollars per million tokens, so 1.50 USD is 1,500,000.</summary>
/// <remarks>ai.google.dev/gemini-api/docs/pricing</remarks>
public sealed record ModelPrice
{
    public required DateOnly EffectiveFrom { get; init; }

    public required long Input { get; init; }

    public required long Output { get; init; }

    public long? CachedInput { get; init; }

    public long? AudioInput { get; init; }

    public long? ImageOutput { get; init; }

    /// <summary>Prompts longer than this many tokens cost the long prices; null when there is one price.</summary>
    public int? LongPromptAbove { get; init; }

    public long? LongInput { get; init; }

    public long? LongOutput { get; init; }

    public long? LongCachedInput { get; init; }
}
