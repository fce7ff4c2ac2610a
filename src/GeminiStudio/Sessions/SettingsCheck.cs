using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Refuses here what Google would refuse, with the field named, so that a bad request never costs a try.</summary>
public static class SettingsCheck
{
    /// <summary>Most stop sequences that Google takes.</summary>
    public const int MaxStopSequences = 5;

    /// <summary>Empty when the settings can be sent.</summary>
    public static IReadOnlyList<FieldViolation> Find(ModelInfo model, RunSettings settings)
    {
        var found = new List<FieldViolation>();
        Range(found, model, "temperature", settings.Temperature);
        Range(found, model, "topP", settings.TopP);
        Range(found, model, "topK", settings.TopK);
        Range(found, model, "presencePenalty", settings.PresencePenalty);
        Range(found, model, "frequencyPenalty", settings.FrequencyPenalty);
        if (settings.MaxOutputTokens is { } most && (most < 1 || (model.OutputTokenLimit > 0 && most > model.OutputTokenLimit)))
        {
            found.Add(new("maxOutputTokens", $"Max output tokens must be from 1 to {model.OutputTokenLimit:N0} for {model.DisplayName}."));
        }

        if (settings.StopSequences.Count > MaxStopSequences || settings.StopSequences.Any(string.IsNullOrEmpty))
        {
            found.Add(new("stopSequences", $"At most {MaxStopSequences} stop sequences, none of them empty."));
        }

        Range(found, model, "candidateCount", settings.CandidateCount);
        Range(found, model, "logprobs", settings.Logprobs);
        Budget(found, model, settings.ThinkingBudget);
        Json(found, "functions", settings.Functions is { IsOn: true } functions ? functions.Declarations : null, JsonValueKind.Array);
        Json(found, "structuredOutput", settings.Structured is { IsOn: true } structured ? structured.Schema : null, JsonValueKind.Object);
        Json(found, "extra", settings.Extra, JsonValueKind.Object);
        Tools(found, model, settings);
        if (settings.Speech?.Speakers.Count is not (null or 0 or 2))
        {
            found.Add(new("speechConfig", "Speech has one voice, or exactly two speakers."));
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

    private static void Range(List<FieldViolation> found, ModelInfo model, string name, double? value)
    {
        if (value is not { } number)
        {
            return;
        }

        if (!double.IsFinite(number) || (model.Parameters.TryGetValue(name, out var allowed) && (number < allowed.Minimum || number > allowed.Maximum)))
        {
            var range = model.Parameters.TryGetValue(name, out var p) ? $"from {p.Minimum} to {p.Maximum}" : "a number";
            found.Add(new(name, $"{name} must be {range} for {model.DisplayName}."));
        }
    }

    private static void Budget(List<FieldViolation> found, ModelInfo model, int? budget)
    {
        if (budget is not { } tokens || model.Thinking is not { BudgetMaximum: { } maximum } thinking || tokens == -1)
        {
            return;
        }

        var minimum = thinking.BudgetMinimum ?? 0;
        if (tokens == 0 ? !thinking.CanBeOff : tokens < minimum || tokens > maximum)
        {
            found.Add(new("thinkingBudget", $"The thinking budget of {model.DisplayName} is -1 (dynamic){(thinking.CanBeOff ? ", 0 (off)" : "")} or {minimum:N0} to {maximum:N0}."));
        }
    }
}
