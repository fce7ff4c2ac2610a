using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Parameters;

/// <summary>What a run is asked with; a control that the model does not take is off and says why.</summary>
public partial class RunSettingsPanel
{
    private static readonly List<(string? Value, string Text)> Resolutions =
        [(null, "Auto"), ("MEDIA_RESOLUTION_LOW", "Low"), ("MEDIA_RESOLUTION_MEDIUM", "Medium"), ("MEDIA_RESOLUTION_HIGH", "High")];

    private static readonly List<(string? Value, string Text)> Tiers = [(null, "Standard"), ("flex", "Flex: cheaper, slower"), ("priority", "Priority: faster, dearer")];

    private string Safety => Settings.Safety.Count == 0 ? "Default" : $"{Settings.Safety.Count} set";

    /// <summary>Hides the panel where it is a column, shows it where it is an overlay or a sheet.</summary>
    public async Task ToggleAsync()
    {
        _isToggled = !_isToggled;
        StateHasChanged();
        await OnToggled.InvokeAsync(_isToggled);
    }

    /// <summary>Opens the list of models, for a button that lies elsewhere.</summary>
    public void OpenModels() => _picker?.OpenAsync();

    private string? MediaReason => Model.InputModalities.Any(m => m is "IMAGE" or "VIDEO" or "DOCUMENT") ? null : $"{Model.DisplayName} takes text only.";

    private Setting[] Main =>
    [
        new("temperature", "Temperature", Range("temperature", new(0, 2, null, 0.05)), Reason("temperature"), s => s.Temperature, (s, v) => s with { Temperature = v }),
        new("topP", "Top-p", Range("topP", new(0, 1, null, 0.01)), Reason("topP"), s => s.TopP, (s, v) => s with { TopP = v }),
        new("topK", "Top-k", Range("topK", new(1, 100, null, 1)), Reason("topK"), s => s.TopK, (s, v) => s with { TopK = (int?)v }, IsInteger: true, SliderMax: 100),
        new("maxOutputTokens", "Max output tokens", Range("maxOutputTokens", OutputRange), null, s => s.MaxOutputTokens, (s, v) => s with { MaxOutputTokens = (int?)v }, IsInteger: true),
    ];

    private Setting[] Advanced =>
    [
        new("presencePenalty", "Presence penalty", Range("presencePenalty", new(-2, 2, null, 0.05)), Reason("presencePenalty"), s => s.PresencePenalty, (s, v) => s with { PresencePenalty = v }),
        new("frequencyPenalty", "Frequency penalty", Range("frequencyPenalty", new(-2, 2, null, 0.05)), Reason("frequencyPenalty"), s => s.FrequencyPenalty, (s, v) => s with { FrequencyPenalty = v }),
        new("candidateCount", "Answers at once", Range("candidateCount", new(1, 8, 1, 1)), Reason("candidateCount"), s => s.CandidateCount, (s, v) => s with { CandidateCount = (int?)v }, IsInteger: true),
        new("logprobs", "Log probabilities", Range("logprobs", new(0, 20, null, 1)), Reason("logprobs"), s => s.Logprobs, (s, v) => s with { Logprobs = (int?)v }, IsInteger: true),
    ];

    private ParameterInfo OutputRange => Model.OutputTokenLimit > 0
        ? new(1, Model.OutputTokenLimit, Model.OutputTokenLimit, 1)
        : new(1, 65_536, null, 1);

    private ParameterInfo Range(string name, ParameterInfo fallback) => Model.Parameters.GetValueOrDefault(name, fallback);

    private string? Reason(string name) => Model.Parameters.GetValueOrDefault(name) switch
    {
        null when name != "seed" && RequestBuilder.Takes(Model, name) => null,
        null => $"{Model.DisplayName} does not take it.",
        { IsFixed: true } range => $"{Model.DisplayName} does not take another value than {range.Minimum}.",
        _ => null,
    };

    private Task ResetAsync() => Changed.InvokeAsync(new RunSettings { Model = Settings.Model });

    // What the next model does not take stays in the settings and is simply not sent: going back brings it back.
    private Task PickAsync(ModelInfo model) => Changed.InvokeAsync(Settings with { Model = model.Id });

    private sealed record Setting(
        string Name, string Label, ParameterInfo Range, string? DisabledReason,
        Func<RunSettings, double?> Read, Func<RunSettings, double?, RunSettings> Write, bool IsInteger = false, double? SliderMax = null);
}
