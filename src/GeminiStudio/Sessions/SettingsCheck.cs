using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Refuses here what Google would refuse, with the field named, so that a bad request never costs a try.</summary>
public static class SettingsCheck
{
    /// <summary>Most stop sequences that Google takes.</summary>
    public const int MaxStopSequences = 5;

    /// <summary>Longest stop sequence, in UTF-16 units; Google names no limit.</summary>
    public const int MaxStopLength = 500;

    // Google's own names: a new one is added here when the panel offers it.
    private static readonly string[] Resolutions = ["MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM", "MEDIA_RESOLUTION_HIGH"];

    /// <summary>The widest range of any model, for a model that names none.</summary>
    private static readonly Dictionary<string, ParameterInfo> Widest = new(StringComparer.Ordinal)
    {
        ["temperature"] = new(0, 2, null, 0.05),
        ["topP"] = new(0, 1, null, 0.01),
        ["topK"] = new(1, 1000, null, 1),
        ["presencePenalty"] = new(-2, 2, null, 0.05),
        ["frequencyPenalty"] = new(-2, 2, null, 0.05),
        ["candidateCount"] = new(1, 8, 1, 1),
        ["logprobs"] = new(0, 20, null, 1),
    };

    /// <summary>Empty when the settings can be sent.</summary>
    public static IReadOnlyList<FieldViolation> Find(ModelInfo model, RunSettings settings)
    {
        var found = Impossible(settings).ToList();
        foreach (var (name, value) in Numbers(settings).Where(n => n.Value is { } number && double.IsFinite(number)))
        {
            var allowed = model.Parameters.GetValueOrDefault(name, Widest[name]);
            if (RequestBuilder.Takes(model, name) && (value < allowed.Minimum || value > allowed.Maximum))
            {
                found.Add(new(name, $"{name} must be from {allowed.Minimum} to {allowed.Maximum} for {model.DisplayName}."));
            }
        }

        if (settings.MaxOutputTokens is { } most && (most < 1 || (model.OutputTokenLimit > 0 && most > model.OutputTokenLimit)))
        {
            found.Add(new("maxOutputTokens", $"Max output tokens must be from 1{(model.OutputTokenLimit > 0 ? $" to {model.OutputTokenLimit:N0}" : "")} for {model.DisplayName}."));
        }

        Budget(found, model, settings.ThinkingBudget);
        Json(found, "functions", settings.Functions is { IsOn: true } functions ? functions.Declarations : null, JsonValueKind.Array);
        Json(found, "structuredOutput", settings.Structured is { IsOn: true } structured ? structured.Schema : null, JsonValueKind.Object);
        Json(found, "extra", settings.Extra, JsonValueKind.Object);
        Tools(found, model, settings);
        if (settings.Safety.FirstOrDefault(s => !SafetyRules.Knows(s.Key, s.Value)) is { Key: { } category } unknown)
        {
            found.Add(new("safetySettings", $"Google does not know this safety setting: {category} = {unknown.Value}."));
        }

        if (settings.ServiceTier is not (null or "standard" or "flex" or "priority"))
        {
            found.Add(new("serviceTier", "The service tier is standard, flex or priority."));
        }

        if (settings.Speech?.Speakers.Count is not (null or 0 or 2))
        {
            found.Add(new("speechConfig", "Speech has one voice, or exactly two speakers."));
        }

        return found;
    }

    /// <summary>What no model takes and no database keeps; empty when there is nothing of the kind.</summary>
    internal static IReadOnlyList<FieldViolation> Impossible(RunSettings settings)
    {
        var found = Numbers(settings).Where(n => n.Value is { } value && !double.IsFinite(value))
            .Select(n => new FieldViolation(n.Name, $"{n.Name} must be a number.")).ToList();
        var stops = settings.StopSequences;
        if (stops.Count > MaxStopSequences || stops.Any(s => s.Length is 0 or > MaxStopLength || TypedText.Storable(s) != s) || stops.Distinct(StringComparer.Ordinal).Count() < stops.Count)
        {
            found.Add(new("stopSequences", $"At most {MaxStopSequences} stop sequences, each once, of 1 to {MaxStopLength} characters."));
        }

        if (settings.MediaResolution is { } resolution && !Resolutions.Contains(resolution))
        {
            found.Add(new("mediaResolution", "The media resolution is low, medium or high."));
        }

        if (settings.Examples.Count > Example.MaxRows || settings.Examples.Any(e => !IsExample(e)))
        {
            found.Add(new("examples", $"At most {Example.MaxRows} examples, each with a message and an answer of at most {Example.MaxLength:N0} characters."));
        }

        if (settings.Model.Length is 0 or > 200 || TypedText.OneLine(settings.Model, 200) != settings.Model)
        {
            found.Add(new("model", "That is not the name of a model."));
        }

        return found;
    }

    private static void Json(List<FieldViolation> found, string field, string? text, JsonValueKind kind)
    {
        if (text is null)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != kind)
            {
                found.Add(new(field, $"{ToolRules.Name(field)} must be a JSON {kind.ToString().ToLowerInvariant()}."));
            }
        }
        catch (JsonException e)
        {
            found.Add(new(field, $"{ToolRules.Name(field)} is no JSON: line {(e.LineNumber ?? 0) + 1}."));
        }
    }

    // Only what is sent can clash: a tool that the model does not take at all is left out.
    private static void Tools(List<FieldViolation> found, ModelInfo model, RunSettings settings)
    {
        string?[] on =
        [
            .. ToolRules.BuiltIn(settings), settings.Functions is { IsOn: true } ? "functions" : null, settings.Structured is { IsOn: true } ? "structuredOutput" : null,
        ];
        foreach (var tool in on.OfType<string>())
        {
            if (ToolRules.Clash(model, settings, tool) is { } other)
            {
                found.Add(new(tool, $"{model.DisplayName} does not take {ToolRules.Name(tool)} together with {ToolRules.Name(other)}. Switch one of them off."));
                return;
            }
        }
    }

    private static bool IsExample(Example row) =>
        row.Input.Length <= Example.MaxLength && row.Output.Length <= Example.MaxLength && TypedText.Storable(row.Input) == row.Input && TypedText.Storable(row.Output) == row.Output
        && (!row.IsOn || !(TypedText.IsBlank(row.Input) || TypedText.IsBlank(row.Output)));

    private static (string Name, double? Value)[] Numbers(RunSettings settings) =>
    [
        ("temperature", settings.Temperature), ("topP", settings.TopP), ("topK", settings.TopK),
        ("presencePenalty", settings.PresencePenalty), ("frequencyPenalty", settings.FrequencyPenalty),
        ("candidateCount", settings.CandidateCount), ("logprobs", settings.Logprobs),
    ];

    private static void Budget(List<FieldViolation> found, ModelInfo model, int? budget)
    {
        if (budget is not { } tokens || model.Thinking is not { Levels.Count: 0 } thinking || tokens == -1)
        {
            return; // a model that thinks by level, or not at all, is never sent one
        }

        var minimum = thinking.BudgetMinimum ?? 0;
        var maximum = thinking.BudgetMaximum ?? 65_536;
        if (tokens == 0 ? !thinking.CanBeOff : tokens < minimum || tokens > maximum)
        {
            found.Add(new("thinkingBudget", $"The thinking budget of {model.DisplayName} is -1 (dynamic){(thinking.CanBeOff ? ", 0 (off)" : "")} or {minimum:N0} to {maximum:N0}."));
        }
    }
}
