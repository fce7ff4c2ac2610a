using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Models;

/// <summary>A model as the API lists it, and the rules that its requests meet.</summary>
internal sealed record Model(string Id, string DisplayName, string Description, int InputTokenLimit, int OutputTokenLimit)
{
    public static readonly IReadOnlyList<string> ChatMethods =
        ["generateContent", "countTokens", "createCachedContent", "batchGenerateContent"];

    public string Version { get; init; } = "001";

    public IReadOnlyList<string> Methods { get; init; } = ChatMethods;

    /// <summary>Null for a model that does not think.</summary>
    public Thinking? Thinking { get; init; }

    /// <summary>Null for a model without sampling, such as an embedding.</summary>
    public double? MaxTemperature { get; init; } = 2;

    /// <summary>Whether it signs its answers: Gemini 3 and later.</summary>
    public bool Signs { get; init; }

    /// <summary>False for Gemma 3, which has no place for one.</summary>
    public bool TakesSystemInstruction { get; init; } = true;

    public bool TakesJson { get; init; } = true;

    public bool TakesFunctions { get; init; } = true;

    /// <summary>The tools of Google's that it takes, as on the wire.</summary>
    public IReadOnlyList<string> BuiltInTools { get; init; } = ["googleSearch", "codeExecution", "urlContext", "googleMaps", "fileSearch"];

    /// <summary>The combinations of what it may answer with; the first is what it does unasked.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = ["TEXT"];

    public bool Paints => Modalities[0].Contains("IMAGE", StringComparison.Ordinal);

    public bool Speaks => Modalities[0] == "AUDIO";

    /// <summary>The id that answers say in <c>modelVersion</c>; another one for an alias.</summary>
    public string ResolvesTo { get; init; } = Id;

    /// <summary>Whether the verb is one of this model's.</summary>
    public bool Supports(string verb) => Methods.Contains(verb switch
    {
        "streamGenerateContent" => "generateContent",
        "batchEmbedContents" => "embedContent",
        _ => verb,
    });

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = "models/" + Id,
            ["version"] = Version,
            ["displayName"] = DisplayName,
            ["description"] = Description,
            ["inputTokenLimit"] = InputTokenLimit,
            ["outputTokenLimit"] = OutputTokenLimit,
            ["supportedGenerationMethods"] = new JsonArray([.. Methods.Select(m => JsonValue.Create(m))]),
        };
        if (MaxTemperature is { } maxTemperature)
        {
            json["temperature"] = 1;
            json["topP"] = 0.95;
            json["topK"] = 64;
            json["maxTemperature"] = maxTemperature;
        }
        if (Thinking is not null)
        {
            json["thinking"] = true;
        }
        return json;
    }
}
