using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Requests;

/// <summary>The generation settings of a request; null means not set.</summary>
internal sealed class RequestConfig(JsonObject json)
{
    public double? Number(string name) => json[name] is JsonValue value ? value.GetValue<double>() : null;

    public bool Has(string name) => json.ContainsKey(name);

    public int? MaxOutputTokens => Whole(json, "maxOutputTokens");

    public int? Seed => Whole(json, "seed");

    public int? TopK => Whole(json, "topK");

    public int? CandidateCount => Whole(json, "candidateCount");

    public string? ResponseMimeType => json["responseMimeType"]?.GetValue<string>();

    public JsonObject? Schema => (json["responseSchema"] ?? json["responseJsonSchema"] ?? json["_responseJsonSchema"]) as JsonObject;

    /// <summary>In Google's spelling, each once; empty when nothing was asked for.</summary>
    public IReadOnlyList<string> Modalities =>
        [.. (json["responseModalities"] as JsonArray ?? []).Select(m => m?.GetValue<string>()).OfType<string>().Where(m => m != "MODALITY_UNSPECIFIED").Distinct()];

    public string? AspectRatio => (json["imageConfig"] as JsonObject)?["aspectRatio"]?.ToString();

    /// <summary>The first voice that is named anywhere; empty for the usual one.</summary>
    public string Voice => VoiceIn(json["speechConfig"], 0) ?? "";

    private static string? VoiceIn(JsonNode? node, int depth) => (node, depth) switch
    {
        (JsonObject members, < 8) => members["voiceName"]?.ToString() ?? members.Select(m => VoiceIn(m.Value, depth + 1)).FirstOrDefault(v => v is not null),
        (JsonArray items, < 8) => items.Select(i => VoiceIn(i, depth + 1)).FirstOrDefault(v => v is not null),
        _ => null,
    };

    public IReadOnlyList<string> StopSequences =>
        [.. (json["stopSequences"] as JsonArray ?? []).Select(s => s?.GetValue<string>()).OfType<string>()];

    public bool IncludeThoughts => Thinking?["includeThoughts"]?.GetValue<bool>() == true;

    public int? ThinkingBudget => Thinking is { } thinking ? Whole(thinking, "thinkingBudget") : null;

    public string? ThinkingLevel => Thinking?["thinkingLevel"]?.GetValue<string>();

    private JsonObject? Thinking => json["thinkingConfig"] as JsonObject;

    private static int? Whole(JsonObject from, string name) => from[name] is { } value ? (int)value.GetValue<long>() : null;
}
