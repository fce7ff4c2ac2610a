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

        Budget(found, model, settings.ThinkingBudget);
        return found;
    }

    private static void Range(List<FieldViolation> found, ModelInfo model, string name, double? value)
    {
        if (value is not { } number || (model.Parameters.TryGetValue(name, out var range) && range.IsFixed)) // then it is not sent
        {
            return;
        }

        if (!double.IsFinite(number) || (model.Parameters.TryGetValue(name, out var allowed) && (number < allowed.Minimum || number > allowed.Maximum)))
        {
            var span = model.Parameters.TryGetValue(name, out var p) ? $"from {p.Minimum} to {p.Maximum}" : "a number";
            found.Add(new(name, $"{name} must be {span} for {model.DisplayName}."));
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
