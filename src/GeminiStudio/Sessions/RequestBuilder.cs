using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Writes the GenerateContentRequest of a run: history, system instruction, and only fields that the model takes.</summary>
public static class RequestBuilder
{
    /// <summary>What Google takes in place of a signature for a call of another model. ai.google.dev/gemini-api/docs/thought-signatures</summary>
    private const string AnySignature = "skip_thought_signature_validator";

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
            foreach (var example in settings.Examples.Where(e => e.IsOn))
            {
                WriteContent(json, new HistoryTurn("user", PartsJson.OfText(example.Input), null), model.ApiId, fillsSignatures: false);
                WriteContent(json, new HistoryTurn("model", PartsJson.OfText(example.Output), null), model.ApiId, fillsSignatures: false);
            }

            foreach (var turn in history)
            {
                WriteContent(json, turn, model.ApiId, settings.FillsSignatures && PreflightSignatures.Asks(model));
            }

            json.WriteEndArray();
            if (systemInstruction.Length > 0 && model.SystemInstruction)
            {
                json.WriteStartObject("systemInstruction");
                json.WritePropertyName("parts");
                json.WriteRawValue(PartsJson.OfText(systemInstruction), skipInputValidation: true);
                json.WriteEndObject();
            }

            ToolsWriter.Write(json, model, settings);
            GenerationConfigWriter.Write(json, model, settings);
            json.WriteEndObject();
        }

        return settings.Extra is { } extra ? WithExtra(buffer.WrittenSpan, extra) : buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> WithExtra(ReadOnlySpan<byte> body, string extra)
    {
        var request = JsonNode.Parse(body)!.AsObject();
        Merge(request, JsonNode.Parse(extra)!.AsObject());
        return JsonSerializer.SerializeToUtf8Bytes(request, RelaxedJson.Options);
    }

    // Objects are joined and tools added; anything else that the person wrote by hand takes the place of ours.
    private static void Merge(JsonObject target, JsonObject extra)
    {
        foreach (var (name, value) in extra)
        {
            if (target[name] is JsonObject inner && value is JsonObject more)
            {
                Merge(inner, more);
            }
            else if (name == "tools" && target[name] is JsonArray tools && value is JsonArray others)
            {
                others.ToList().ForEach(tool => tools.Add(tool?.DeepClone()));
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static void WriteContent(Utf8JsonWriter json, HistoryTurn turn, string apiModel, bool fillsSignatures)
    {
        var parts = turn.Role == "model" ? Returned(turn, apiModel, fillsSignatures) : [turn.Parts[1..^1]];
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
    private static List<string> Returned(HistoryTurn turn, string apiModel, bool fillsSignatures)
    {
        var parts = new List<string>();
        var isFirstCall = fillsSignatures;
        foreach (var part in PartsJson.Read(turn.Parts).Where(p => !p.IsThought || p.HasSignature))
        {
            var sent = turn.ApiModel == apiModel ? Encoding.UTF8.GetString(part.Json.Span) : PartsJson.WithoutSignature(part);
            if (sent is not null)
            {
                var isCall = isFirstCall && PreflightSignatures.IsCall(part);
                parts.Add(isCall && !(part.HasSignature && turn.ApiModel == apiModel) ? $"{sent.TrimEnd()[..^1]},\"thoughtSignature\":\"{AnySignature}\"}}" : sent);
                isFirstCall &= !isCall;
            }
        }

        return parts;
    }

    /// <summary>Whether the model takes a sampling field.</summary>
    public static bool Takes(ModelInfo model, string parameter) =>
        (model.Parameters.TryGetValue(parameter, out var range) && !range.IsFixed)
        || (!model.IsKnown && parameter is "temperature" or "topP" or "topK")
        || parameter is "maxOutputTokens" or "seed";
}
