using System.Text.Json.Nodes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>One setting as it was sent, or left to the model.</summary>
/// <param name="Name">Google's field.</param>
/// <param name="Value">As JSON; null when the model gives no default.</param>
/// <param name="Origin">Where the value comes from.</param>
/// <param name="Chain">The same in words, with what it stands over.</param>
public sealed record ReceiptSetting(string Name, string? Value, ReceiptOrigin Origin, string Chain)
{
    private const int LongestValue = 200;

    // Google's fields, and the settings that they are made of; any other has the same name in both.
    private static readonly Dictionary<string, string[]> Sources = new(StringComparer.Ordinal)
    {
        ["responseLogprobs"] = ["logprobs"],
        ["thinkingConfig"] = ["thinkingLevel", "thinkingBudget", "includeThoughts"],
        ["speechConfig"] = ["speech"],
        ["imageConfig"] = ["image"],
        ["safetySettings"] = ["safety"],
        ["tools"] = ["functions", "googleSearch", "urlContext", "codeExecution"],
        ["toolConfig"] = ["functions"],
        ["responseMimeType"] = ["structured"],
        ["responseSchema"] = ["structured"],
        ["responseJsonSchema"] = ["structured"],
    };

    internal static IReadOnlyList<ReceiptSetting> Of(ModelInfo model, SettingOrigins origins, string request)
    {
        var sent = ReplayChange.Fields(RunReceipt.Parsed(request)).Select(m => Sent(origins, m.Key, Short(m.Value))).ToList();
        var left = model.Parameters.Where(p => p.Key != "stopSequences" && sent.TrueForAll(s => s.Name != p.Key) && p.Value.Default is not null)
            .Select(p => new ReceiptSetting(
                p.Key, JsonValue.Create(p.Value.Default)!.ToJsonString(), p.Value.IsFixed ? ReceiptOrigin.Fixed : ReceiptOrigin.Model,
                p.Value.IsFixed ? "Fixed by the model" : origins.Of(p.Key).Chain));
        return [.. sent, .. left];
    }

    /// <summary>A value as it fits a table.</summary>
    internal static string Short(JsonNode? value) =>
        (value?.ToJsonString(RelaxedJson.Options) ?? "null") is var json && json.Length <= LongestValue ? json : json[..LongestValue] + "…";

    // A field that is made of several settings comes from the nearest of them.
    private static ReceiptSetting Sent(SettingOrigins origins, string name, string value)
    {
        var sources = Sources.GetValueOrDefault(name, [name]);
        var found = sources.Where(s => SettingFields.All.Contains(s)).Select(s => (Field: s, Origin: origins.Of(s))).ToList();
        if (found.Count == 0)
        {
            return new(name, value, ReceiptOrigin.Session, "From raw JSON in this chat"); // no control has it
        }

        var nearest = found.Max(f => f.Origin.Kind);
        var told = found.Where(f => f.Origin.Kind == nearest).Select(f => sources.Length == 1 || nearest == OriginKind.Default ? f.Origin.Chain : $"{SettingFields.Name(f.Field)}: {f.Origin.Chain}");
        return new(name, value, nearest switch
        {
            OriginKind.Session => ReceiptOrigin.Session,
            OriginKind.Preset => ReceiptOrigin.Preset,
            OriginKind.Model => ReceiptOrigin.Model,
            _ => ReceiptOrigin.Default,
        }, string.Join("; ", told.Distinct()));
    }
}

/// <summary>Where the value of a setting comes from.</summary>
public enum ReceiptOrigin
{
    /// <summary>Nobody set it; this studio always sends it.</summary>
    Default,

    /// <summary>Nobody set it: the model's own default counts.</summary>
    Model,

    /// <summary>The model takes no other.</summary>
    Fixed,

    /// <summary>As in the preset that was applied.</summary>
    Preset,

    /// <summary>Set in the chat.</summary>
    Session,
}
