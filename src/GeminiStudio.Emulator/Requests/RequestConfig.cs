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

    public IReadOnlyList<string> StopSequences =>
        [.. (json["stopSequences"] as JsonArray ?? []).Select(s => s?.GetValue<string>()).OfType<string>()];

    public bool IncludeThoughts => Thinking?["includeThoughts"]?.GetValue<bool>() == true;

    public int? ThinkingBudget => Thinking is { } thinking ? Whole(thinking, "thinkingBudget") : null;

    public string? ThinkingLevel => Thinking?["thinkingLevel"]?.GetValue<string>();

    private JsonObject? Thinking => json["thinkingConfig"] as JsonObject;

    private static int? Whole(JsonObject from, string name) => from[name] is { } value ? (int)value.GetValue<long>() : null;
}
