using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Writes <c>generationConfig</c>: only what was set, and of that only what the model takes.</summary>
internal static class GenerationConfigWriter
{
    public static void Write(Utf8JsonWriter json, ModelInfo model, RunSettings settings)
    {
        json.WriteStartObject("generationConfig");
        Number(json, model, "temperature", settings.Temperature);
        Number(json, model, "topP", settings.TopP);
        Number(json, model, "topK", settings.TopK);
        Number(json, model, "maxOutputTokens", settings.MaxOutputTokens);
        Number(json, model, "seed", settings.Seed);
        Number(json, model, "presencePenalty", settings.PresencePenalty);
        Number(json, model, "frequencyPenalty", settings.FrequencyPenalty);
        Number(json, model, "candidateCount", settings.CandidateCount);
        if (settings.Logprobs is not null && RequestBuilder.Takes(model, "logprobs"))
        {
            json.WriteBoolean("responseLogprobs", true);
            Number(json, model, "logprobs", settings.Logprobs);
        }

        Texts(json, "stopSequences", settings.StopSequences);
        if (settings.MediaResolution is { } resolution && model.SeesPictures())
        {
            json.WriteString("mediaResolution", resolution);
        }

        Thinking(json, model.Thinking, settings);
        Structured(json, model, settings.Structured);
        Output(json, model, settings);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, ModelInfo model, string name, double? value)
    {
        if (value is { } number && RequestBuilder.Takes(model, name))
        {
            json.WriteNumber(name, (decimal)number);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartArray(name);
            values.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }
    }

    private static void Thinking(Utf8JsonWriter json, ThinkingInfo? thinking, RunSettings settings)
    {
        if (thinking is null)
        {
            return;
        }

        json.WriteStartObject("thinkingConfig");
        json.WriteBoolean("includeThoughts", settings.IncludeThoughts);
        if (thinking.Levels.Count > 0)
        {
            if (settings.ThinkingLevel is { } level && thinking.Levels.Contains(level))
            {
                json.WriteString("thinkingLevel", level);
            }
        }
        else if (settings.ThinkingBudget is { } budget)
        {
            json.WriteNumber("thinkingBudget", budget);
        }

        json.WriteEndObject();
    }

    private static void Structured(Utf8JsonWriter json, ModelInfo model, StructuredOutput? structured)
    {
        if (structured is not { IsOn: true } || !model.StructuredOutput)
        {
            return;
        }

        json.WriteString("responseMimeType", structured.MimeType);
        if (structured.Schema is { } schema)
        {
            json.WritePropertyName(structured.IsJsonSchema ? "responseJsonSchema" : "responseSchema");
            json.WriteRawValue(schema);
        }
    }

    private static void Output(Utf8JsonWriter json, ModelInfo model, RunSettings settings)
    {
        // A model that only speaks is refused unless it is asked for speech.
        var unasked = model.OutputModalities is ["AUDIO"] ? model.OutputModalities : [];
        Texts(json, "responseModalities", settings.ResponseModalities.Where(model.OutputModalities.Contains).ToArray() is { Length: > 0 } asked ? asked : unasked);
        if (settings.Speech is { } speech && model.OutputModalities.Contains("AUDIO"))
        {
            Speech(json, speech);
        }

        if (settings.Image is { } image && model.OutputModalities.Contains("IMAGE"))
        {
            json.WriteStartObject("imageConfig");
            Text(json, "aspectRatio", model.Image?.AspectRatios.Contains(image.AspectRatio ?? "") == false ? null : image.AspectRatio);
            Text(json, "imageSize", model.Image?.ImageSizes.Contains(image.ImageSize ?? "") == false ? null : image.ImageSize);
            json.WriteEndObject();
        }
    }

    private static void Speech(Utf8JsonWriter json, SpeechSettings speech)
    {
        json.WriteStartObject("speechConfig");
        if (speech.Speakers.Count > 0)
        {
            json.WriteStartObject("multiSpeakerVoiceConfig");
            json.WriteStartArray("speakerVoiceConfigs");
            foreach (var speaker in speech.Speakers)
            {
                json.WriteStartObject();
                json.WriteString("speaker", speaker.Speaker);
                Voice(json, speaker.Voice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (speech.Voice is { } voice)
        {
            Voice(json, voice);
        }

        Text(json, "languageCode", speech.LanguageCode);
        json.WriteEndObject();
    }

    private static void Voice(Utf8JsonWriter json, string voice)
    {
        json.WriteStartObject("voiceConfig");
        json.WriteStartObject("prebuiltVoiceConfig");
        json.WriteString("voiceName", voice);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
