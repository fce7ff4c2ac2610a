using System.Text.Json.Nodes;
using GeminiStudio.Gemini;
using static GeminiStudio.Sessions.RequestReader;

namespace GeminiStudio.Sessions;

/// <summary>Reads <c>generationConfig</c> back into settings; what no control stands for is left in it.</summary>
internal static class RequestConfig
{
    /// <param name="config">Known members are taken out of it.</param>
    /// <param name="now">What the model is not sent stays as it is here.</param>
    /// <param name="model">Decides what would have been sent.</param>
    public static RunSettings Read(JsonObject config, RunSettings now, ModelInfo model)
    {
        double? Number(string name, double? kept) => Take(config, name) is { } value ? value.GetValue<double>() : RequestBuilder.Takes(model, name) ? null : kept;
        int? Whole(string name, double? kept) => Number(name, kept) is { } value ? checked((int)value) : null;

        var logprobs = Whole("logprobs", now.Logprobs);
        var asksLogprobs = Take(config, "responseLogprobs")?.GetValue<bool>() == true;
        var settings = now with
        {
            Temperature = Number("temperature", now.Temperature),
            TopP = Number("topP", now.TopP),
            TopK = Whole("topK", now.TopK),
            MaxOutputTokens = Whole("maxOutputTokens", null),
            Seed = Whole("seed", null),
            PresencePenalty = Number("presencePenalty", now.PresencePenalty),
            FrequencyPenalty = Number("frequencyPenalty", now.FrequencyPenalty),
            CandidateCount = Whole("candidateCount", now.CandidateCount),
            Logprobs = logprobs ?? (asksLogprobs ? 0 : null),
            StopSequences = Texts(Take(config, "stopSequences")),
            MediaResolution = Take(config, "mediaResolution")?.GetValue<string>() ?? (model.SeesPictures() ? null : now.MediaResolution),
            ResponseModalities = Modalities(Texts(Take(config, "responseModalities")), now.ResponseModalities, model),
        };
        return Output(config, Structured(config, Thinking(config, settings, model), model), model);
    }

    // Speech is asked for by the builder itself where a model has nothing else.
    private static List<string> Modalities(List<string> read, IReadOnlyList<string> now, ModelInfo model)
    {
        var kept = now.Where(m => !model.OutputModalities.Contains(m));
        return model.OutputModalities is ["AUDIO"] && read is ["AUDIO"] && !now.Contains("AUDIO") ? [.. kept] : [.. read, .. kept];
    }

    private static RunSettings Thinking(JsonObject config, RunSettings settings, ModelInfo model)
    {
        var thinking = config["thinkingConfig"] as JsonObject ?? [];
        var read = settings with
        {
            IncludeThoughts = Take(thinking, "includeThoughts")?.GetValue<bool>() ?? (model.Thinking is null && settings.IncludeThoughts),
            ThinkingLevel = Take(thinking, "thinkingLevel")?.GetValue<string>().ToUpperInvariant() ?? (model.Thinking is { Levels.Count: > 0 } ? null : settings.ThinkingLevel),
            ThinkingBudget = Take(thinking, "thinkingBudget")?.GetValue<int>() ?? (model.Thinking is { Levels.Count: 0 } ? null : settings.ThinkingBudget),
        };
        Drop(config, "thinkingConfig", thinking);
        return read;
    }

    private static RunSettings Structured(JsonObject config, RunSettings settings, ModelInfo model)
    {
        if (config["responseMimeType"]?.GetValue<string>() is not (("application/json" or "text/x.enum") and var mime))
        {
            if (config["responseMimeType"]?.GetValue<string>() == "text/plain")
            {
                config.Remove("responseMimeType");
            }

            return model.StructuredOutput ? SettingFields.Reset(settings, "structured") : settings;
        }

        config.Remove("responseMimeType");
        var (subset, full) = (Take(config, "responseSchema"), Take(config, "responseJsonSchema"));
        return settings with
        {
            Structured = new StructuredOutput
            {
                IsOn = true,
                MimeType = mime,
                Schema = (full ?? subset)?.ToJsonString(RelaxedJson.Options),
                IsJsonSchema = full is not null,
            },
        };
    }

    private static RunSettings Output(JsonObject config, RunSettings settings, ModelInfo model)
    {
        var image = config["imageConfig"] as JsonObject ?? [];
        var (ratio, size) = (Take(image, "aspectRatio")?.GetValue<string>(), Take(image, "imageSize")?.GetValue<string>());
        Drop(config, "imageConfig", image);
        return settings with
        {
            Image = ratio is not null || size is not null ? new ImageSettings { AspectRatio = ratio, ImageSize = size } : model.OutputModalities.Contains("IMAGE") ? null : settings.Image,
            Speech = Speech(config) ?? (model.OutputModalities.Contains("AUDIO") ? null : settings.Speech),
        };
    }

    // Only the two shapes that the controls write; a cloned voice, for example, stays in the JSON.
    private static SpeechSettings? Speech(JsonObject config)
    {
        if (config["speechConfig"] is not JsonObject speech)
        {
            return null;
        }

        var read = new SpeechSettings
        {
            Voice = Voice(speech),
            Speakers = [.. ((speech["multiSpeakerVoiceConfig"] as JsonObject)?["speakerVoiceConfigs"] as JsonArray ?? []).OfType<JsonObject>()
                .Select(s => new SpeakerVoice(s["speaker"]?.GetValue<string>() ?? "", Voice(s) ?? ""))],
            LanguageCode = speech["languageCode"]?.GetValue<string>(),
        };
        if ((read.Voice is null && read.Speakers.Count == 0) || read.Speakers.Any(s => s.Voice.Length == 0))
        {
            return null;
        }

        config.Remove("speechConfig");
        return read;
    }

    private static string? Voice(JsonObject holder) => ((holder["voiceConfig"] as JsonObject)?["prebuiltVoiceConfig"] as JsonObject)?["voiceName"]?.GetValue<string>();

    private static List<string> Texts(JsonNode? list) => list is JsonArray values ? [.. values.Select(v => v?.GetValue<string>() ?? "")] : [];

    private static void Drop(JsonObject config, string name, JsonObject inner)
    {
        if (inner.Count == 0)
        {
            config.Remove(name);
        }
    }
}
