using System.Globalization;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;

namespace GeminiStudio.Emulator.Validation;

/// <summary>What a well-formed request may still not ask of a model; the first rule broken speaks.</summary>
internal static class RequestRules
{
    private static readonly Func<GenerateRequest, Model, string?>[] Rules =
        [Contents, SystemInstruction, Sampling, OutputLimit, StopSequences, Candidates, Penalties, Logprobs, JsonOutput, ThinkingRules.Check,
        ToolRules.Check, FunctionRules.Check, MediaRules.Check, InputLimit];

    private static readonly (string Name, string ProtoName, Func<Model, double> Max)[] Ranges =
    [
        ("temperature", "temperature", m => m.MaxTemperature ?? 2),
        ("topP", "top_p", _ => 1),
    ];

    /// <summary>Google's text of the refusal; null when the request may run.</summary>
    public static string? Check(GenerateRequest request, Model model)
    {
        foreach (var rule in Rules)
        {
            if (rule(request, model) is { } problem)
            {
                return problem;
            }
        }
        return null;
    }

    /// <summary>What every list of contents must be, whoever reads it.</summary>
    public static string? Contents(IReadOnlyList<RequestContent> contents)
    {
        if (contents.Count == 0)
        {
            return "* GenerateContentRequest.contents: contents is not specified\n";
        }
        if (contents.FirstOrDefault(c => c.Role is not ("user" or "model" or "function" or "tool")) is { } stranger)
        {
            return stranger.Role == "system"
                ? "Content with system role is not supported. Please use a valid role: user, model."
                : "Please use a valid role: user, model.";
        }
        var empty = string.Concat(contents.SelectMany(EmptyParts));
        return empty.Length == 0 ? null : empty;
    }

    private static string? Contents(GenerateRequest request, Model model) => Contents(request.Contents);

    private static IEnumerable<string> EmptyParts(RequestContent content, int index)
    {
        var path = $"* GenerateContentRequest.contents[{index}].parts";
        return content.Parts.Count == 0
            ? [$"{path}: contents.parts must not be empty.\n"]
            : content.Parts.Index().Where(p => !PartData.IsPresent(p.Item))
                .Select(p => $"{path}[{p.Index}].data: required oneof field 'data' must have one initialized field\n");
    }

    private static string? SystemInstruction(GenerateRequest request, Model model) =>
        request.System is not null && !model.TakesSystemInstruction
            ? $"Developer instruction is not enabled for models/{model.Id}"
            : null;

    private static string? Sampling(GenerateRequest request, Model model)
    {
        foreach (var (name, protoName, max) in Ranges)
        {
            if (request.Config.Number(name) is { } value && (value < 0 || value > max(model)))
            {
                return Field(protoName, string.Create(CultureInfo.InvariantCulture, $"{protoName} must be in the range [0.0, {max(model):0.0}]."));
            }
        }
        return request.Config.TopK is < 1 ? Field("top_k", "top_k must be positive.") : null;
    }

    private static string? OutputLimit(GenerateRequest request, Model model) =>
        request.Config.MaxOutputTokens is { } tokens && (tokens < 1 || tokens > model.OutputTokenLimit)
            ? Field("max_output_tokens", $"max_output_tokens must be in the range [1, {model.OutputTokenLimit}].")
            : null;

    private static string? StopSequences(GenerateRequest request, Model model) =>
        request.Config.StopSequences.Count > 5 ? Field("stop_sequences", "at most 5 stop sequences are allowed.")
        : request.Config.StopSequences.Contains("") ? Field("stop_sequences", "stop sequences must not be empty.")
        : null;

    private static string? Candidates(GenerateRequest request, Model model) => request.Config.CandidateCount switch
    {
        < 1 or > 8 => Field("candidate_count", "candidate_count must be in the range [1, 8]."),
        > 1 => "Multiple candidates is not enabled for this model",
        _ => null,
    };

    private static string? Penalties(GenerateRequest request, Model model) =>
        request.Config.Number("presencePenalty") is not (null or 0) || request.Config.Number("frequencyPenalty") is not (null or 0)
            ? $"Penalty is not enabled for models/{model.Id}"
            : null;

    private static string? Logprobs(GenerateRequest request, Model model) =>
        request.Config.Has("logprobs") ? "Logprobs is not enabled for this model" : null;

    private static string? JsonOutput(GenerateRequest request, Model model)
    {
        var mime = request.Config.ResponseMimeType;
        return mime switch
        {
            not (null or "" or "text/plain" or "application/json" or "text/x.enum") =>
                Field("response_mime_type", "allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and `text/x.enum`."),
            "application/json" when !model.TakesJson => "JSON mode is not enabled for models/" + model.Id,
            null or "" or "text/plain" when request.Config.Schema is not null =>
                "Function calling config or response schema is set without a response mime type: 'application/json' is required",
            _ => null,
        };
    }

    private static string? InputLimit(GenerateRequest request, Model model) =>
        TokenCount.Of(request) is var tokens && tokens > model.InputTokenLimit
            ? $"The input token count ({tokens}) exceeds the maximum number of tokens allowed ({model.InputTokenLimit})."
            : null;

    private static string Field(string protoName, string problem) => $"* GenerateContentRequest.generation_config.{protoName}: {problem}\n";
}
