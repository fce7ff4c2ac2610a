using System.Buffers;
using System.Text;
using System.Text.Json;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Writes the GenerateContentRequest of a run: history, system instruction, and only fields that the model takes.</summary>
public static class RequestBuilder
{
    /// <param name="model">Decides which fields are sent.</param>
    /// <param name="settings">Null members are not sent; zeros are.</param>
    /// <param name="systemInstruction">Empty sends none.</param>
    /// <param name="history">The branch from its root, the last turn a user's.</param>
    public static ReadOnlyMemory<byte> Build(ModelInfo model, RunSettings settings, string systemInstruction, IReadOnlyList<HistoryTurn> history)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, PartsJson.Relaxed))
        {
            json.WriteStartObject();
            json.WriteStartArray("contents");
            foreach (var turn in history)
            {
                WriteContent(json, turn, model.ApiId);
            }

            json.WriteEndArray();
            if (systemInstruction.Length > 0 && model.SystemInstruction)
            {
                json.WriteStartObject("systemInstruction");
                json.WritePropertyName("parts");
                json.WriteRawValue(PartsJson.OfText(systemInstruction), skipInputValidation: true);
                json.WriteEndObject();
            }

            WriteConfig(json, model, settings);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteContent(Utf8JsonWriter json, HistoryTurn turn, string apiModel)
    {
        var parts = turn.Role == "model" ? Returned(turn, apiModel) : [turn.Parts[1..^1]];
        if (parts.Count == 0)
        {
            return; // an answer that failed before its first word is no content
        }

        json.WriteStartObject();
        json.WriteString("role", turn.Role);
        json.WritePropertyName("parts");
        json.WriteRawValue($"[{string.Join(',', parts)}]", skipInputValidation: true);
        json.WriteEndObject();
    }

    // Thoughts are not sent back, signatures are; those of another model would be refused as corrupted.
    private static List<string> Returned(HistoryTurn turn, string apiModel)
    {
        var parts = new List<string>();
        foreach (var part in PartsJson.Read(turn.Parts).Where(p => !p.IsThought || p.HasSignature))
        {
            var sent = turn.ApiModel == apiModel ? Encoding.UTF8.GetString(part.Json.Span) : PartsJson.WithoutSignature(part);
            if (sent is not null)
            {
                parts.Add(sent);
            }
        }

        return parts;
    }

    private static void WriteConfig(Utf8JsonWriter json, ModelInfo model, RunSettings settings)
    {
        json.WriteStartObject("generationConfig");
        WriteNumber(json, model, "temperature", settings.Temperature);
        WriteNumber(json, model, "topP", settings.TopP);
        WriteNumber(json, model, "topK", settings.TopK);
        WriteNumber(json, model, "maxOutputTokens", settings.MaxOutputTokens);
        WriteNumber(json, model, "seed", settings.Seed);
        WriteNumber(json, model, "presencePenalty", settings.PresencePenalty);
        WriteNumber(json, model, "frequencyPenalty", settings.FrequencyPenalty);
        if (settings.StopSequences.Count > 0)
        {
            json.WriteStartArray("stopSequences");
            settings.StopSequences.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        if (settings.MediaResolution is { } resolution && model.InputModalities.Any(m => m is "IMAGE" or "VIDEO" or "DOCUMENT"))
        {
            json.WriteString("mediaResolution", resolution);
        }

        WriteThinking(json, model.Thinking, settings);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, ModelInfo model, string name, double? value)
    {
        if (value is { } number && Takes(model, name))
        {
            json.WriteNumber(name, (decimal)number);
        }
    }

    /// <summary>Whether the model takes a sampling field.</summary>
    public static bool Takes(ModelInfo model, string parameter) =>
        (model.Parameters.TryGetValue(parameter, out var range) && !range.IsFixed) || (!model.IsKnown && parameter is not ("presencePenalty" or "frequencyPenalty"))
        || parameter is "maxOutputTokens" or "seed";

    private static void WriteThinking(Utf8JsonWriter json, ThinkingInfo? thinking, RunSettings settings)
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
}
