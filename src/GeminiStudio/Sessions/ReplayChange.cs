using System.Text.Json.Nodes;

namespace GeminiStudio.Sessions;

/// <summary>One thing that a replay with the settings of now sends otherwise than the answer was asked with.</summary>
/// <param name="Name">Google's field, or "model".</param>
/// <param name="Then">As JSON; null when it was not sent.</param>
/// <param name="Now">As JSON; null when it is not sent.</param>
public sealed record ReplayChange(string Name, string? Then, string? Now)
{
    internal static IReadOnlyList<ReplayChange> Between(string modelThen, JsonObject? then, string modelNow, JsonObject? now)
    {
        var (old, fresh) = (Fields(then).ToDictionary(), Fields(now).ToDictionary());
        (old["systemInstruction"], fresh["systemInstruction"]) = (then?["systemInstruction"], now?["systemInstruction"]);
        var fields = old.Keys.Union(fresh.Keys).Where(name => !JsonNode.DeepEquals(old.GetValueOrDefault(name), fresh.GetValueOrDefault(name)))
            .Select(name => new ReplayChange(name, Short(old.GetValueOrDefault(name)), Short(fresh.GetValueOrDefault(name))));
        return modelThen == modelNow ? [.. fields] : [new("model", modelThen, modelNow), .. fields];
    }

    /// <summary>What a request holds beside its turns, flat: generation config and the rest.</summary>
    internal static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(JsonObject? request) =>
        (request?["generationConfig"] as JsonObject ?? []).Concat((request ?? []).Where(m => m.Key is not ("contents" or "generationConfig" or "systemInstruction")))
            .DistinctBy(m => m.Key);

    private static string? Short(JsonNode? value) => value is null ? null : ReceiptSetting.Short(value);
}
