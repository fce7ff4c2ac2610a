using GeminiStudio.Gemini.Wire;

namespace GeminiStudio.Gemini;

/// <summary>What may be assumed of a model that the file does not describe.</summary>
internal static class ListedModel
{
    // What every text model of Google's has taken since 2024; nothing more is offered for a model that we know nothing of.
    private const int SafeInputTokens = 32_768;
    private const int SafeOutputTokens = 8_192;

    /// <summary>The file's entry with the limits that the server states.</summary>
    public static ModelInfo Update(ModelInfo known, ModelResource live) => known with
    {
        IsListed = true,
        InputTokenLimit = live.InputTokenLimit > 0 ? live.InputTokenLimit : known.InputTokenLimit,
        OutputTokenLimit = live.OutputTokenLimit > 0 ? live.OutputTokenLimit : known.OutputTokenLimit,
        Parameters = live.OutputTokenLimit > 0 ? WithOutputLimit(known.Parameters, live.OutputTokenLimit) : known.Parameters,
    };

    /// <summary>A model that only the server's list knows.</summary>
    public static ModelInfo Describe(ModelResource live)
    {
        var output = live.OutputTokenLimit > 0 ? live.OutputTokenLimit : SafeOutputTokens;
        return new ModelInfo
        {
            Id = live.Id,
            ApiId = live.Id,
            DisplayName = string.IsNullOrWhiteSpace(live.DisplayName) ? live.Id : live.DisplayName,
            InputTokenLimit = live.InputTokenLimit > 0 ? live.InputTokenLimit : SafeInputTokens,
            OutputTokenLimit = output,
            InputModalities = ["TEXT"],
            OutputModalities = ["TEXT"],
            Generates = live.SupportedGenerationMethods?.Contains("generateContent") == true,
            Parameters = Sampling(live, output),
            IsListed = true,
            Sources = ["models.list"],
        };
    }

    /// <summary>A model that nobody knows: it may exist all the same, so text can be tried with it.</summary>
    public static ModelInfo Unknown(string id) => new()
    {
        Id = id,
        ApiId = id,
        DisplayName = id,
        Notice = "This model is not known here; its limits and its price are not either.",
        InputTokenLimit = SafeInputTokens,
        OutputTokenLimit = SafeOutputTokens,
        InputModalities = ["TEXT"],
        OutputModalities = ["TEXT"],
        Parameters = new Dictionary<string, ParameterInfo> { ["maxOutputTokens"] = new(1, SafeOutputTokens, null, 1) },
        IsKnown = false,
    };

    private static Dictionary<string, ParameterInfo> Sampling(ModelResource live, int output)
    {
        var parameters = new Dictionary<string, ParameterInfo>();
        if (live.Temperature is { } temperature)
        {
            parameters["temperature"] = new ParameterInfo(0, Math.Max(live.MaxTemperature ?? 1, temperature), temperature, 0.05);
        }

        if (live.TopP is { } topP)
        {
            parameters["topP"] = new ParameterInfo(0, 1, topP, 0.01);
        }

        if (live.TopK is { } topK)
        {
            parameters["topK"] = new ParameterInfo(1, Math.Max(1000, topK), topK, 1);
        }

        parameters["maxOutputTokens"] = new ParameterInfo(1, output, output, 1);
        return parameters;
    }

    private static IReadOnlyDictionary<string, ParameterInfo> WithOutputLimit(IReadOnlyDictionary<string, ParameterInfo> parameters, int limit) =>
        parameters.TryGetValue("maxOutputTokens", out var known) && known.Maximum != limit
            ? new Dictionary<string, ParameterInfo>(parameters) { ["maxOutputTokens"] = known with { Maximum = limit, Default = limit } }
            : parameters;
}
