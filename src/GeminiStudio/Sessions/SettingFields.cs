using System.Text.Json.Nodes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Run settings seen field by field, by the names that they are stored under.</summary>
public static class SettingFields
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["temperature"] = "Temperature",
        ["topP"] = "Top-p",
        ["topK"] = "Top-k",
        ["maxOutputTokens"] = "Max output tokens",
        ["stopSequences"] = "Stop sequences",
        ["seed"] = "Seed",
        ["presencePenalty"] = "Presence penalty",
        ["frequencyPenalty"] = "Frequency penalty",
        ["candidateCount"] = "Answers at once",
        ["logprobs"] = "Log probabilities",
        ["thinkingLevel"] = "Thinking level",
        ["thinkingBudget"] = "Thinking budget",
        ["includeThoughts"] = "Show thoughts",
        ["mediaResolution"] = "Media resolution",
        ["responseModalities"] = "Answer as",
        ["speech"] = "Speech",
        ["image"] = "Pictures",
        ["serviceTier"] = "Service tier",
        ["safety"] = "Safety settings",
        ["googleSearch"] = "Google Search",
        ["urlContext"] = "URL context",
        ["codeExecution"] = "Code execution",
        ["functions"] = "Functions",
        ["structured"] = "Structured output",
        ["examples"] = "Examples",
        ["extra"] = "Raw JSON",
    };

    /// <summary>All fields that a person can set, in the order of the panel.</summary>
    public static IReadOnlyCollection<string> All => Names.Keys;

    /// <summary>What people call a field; the name itself when it has no other.</summary>
    public static string Name(string field) => Names.GetValueOrDefault(field, field);

    /// <summary>The settings with this field as if it had never been set. Functions and a shape are switched off and kept.</summary>
    public static RunSettings Reset(RunSettings settings, string field) => field switch
    {
        "functions" => settings with { Functions = settings.Functions is { } functions ? functions with { IsOn = false } : null },
        "structured" or "structuredOutput" => settings with { Structured = settings.Structured is { } structured ? structured with { IsOn = false } : null },
        _ => Without(settings, field),
    };

    /// <summary>The fields that are set and that this model does not take, so that they are not sent.</summary>
    public static IReadOnlyList<string> NotTaken(ModelInfo model, RunSettings settings)
    {
        var thinking = model.Thinking;
        (string Field, bool IsLost)[] fields =
        [
            .. Numbers(settings).Select(n => (n.Name, n.Value is not null && !RequestBuilder.Takes(model, n.Name))),
            ("thinkingLevel", settings.ThinkingLevel is { } level && thinking?.Levels.Contains(level) != true),
            ("thinkingBudget", settings.ThinkingBudget is not null && thinking is not { Levels.Count: 0 }),
            ("mediaResolution", settings.MediaResolution is not null && !model.SeesPictures()),
            ("responseModalities", settings.ResponseModalities.Any(m => !model.OutputModalities.Contains(m))),
            ("speech", settings.Speech is not null && !model.OutputModalities.Contains("AUDIO")),
            ("image", settings.Image is { } image && !Makes(model, image)),
            .. ToolRules.BuiltIn(settings).Select(tool => (tool, !model.Tools.Contains(tool))),
            ("functions", settings.Functions is { IsOn: true } && !model.Tools.Contains("functionDeclarations")),
            ("structured", settings.Structured is { IsOn: true } && !model.StructuredOutput),
        ];
        return [.. fields.Where(f => f.IsLost).Select(f => f.Field)];
    }

    /// <summary>Whether there is anything whose resolution could be set.</summary>
    internal static bool SeesPictures(this ModelInfo model) => model.InputModalities.Any(m => m is "IMAGE" or "VIDEO" or "DOCUMENT");

    /// <summary>The settings as they are stored, a member for each field that is set.</summary>
    internal static JsonObject Json(RunSettings settings) => JsonNode.Parse(RunSettingsJson.Write(settings))!.AsObject();

    private static bool Makes(ModelInfo model, ImageSettings image) => model.OutputModalities.Contains("IMAGE")
        && (image.AspectRatio is null || model.Image?.AspectRatios.Contains(image.AspectRatio) != false)
        && (image.ImageSize is null || model.Image?.ImageSizes.Contains(image.ImageSize) != false);

    private static RunSettings Without(RunSettings settings, string field)
    {
        var json = Json(settings);
        return json.Remove(field) ? RunSettingsJson.Read(json.ToJsonString(RelaxedJson.Options)) : settings;
    }

    private static (string Name, double? Value)[] Numbers(RunSettings settings) =>
    [
        ("temperature", settings.Temperature), ("topP", settings.TopP), ("topK", settings.TopK),
        ("presencePenalty", settings.PresencePenalty), ("frequencyPenalty", settings.FrequencyPenalty),
        ("candidateCount", settings.CandidateCount), ("logprobs", settings.Logprobs),
    ];
}
