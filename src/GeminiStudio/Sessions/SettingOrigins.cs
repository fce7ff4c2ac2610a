using System.Text.Json.Nodes;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Where the value of a setting comes from.</summary>
public enum OriginKind
{
    /// <summary>Nobody set it: nothing is sent, or what this studio always sends.</summary>
    Default,

    /// <summary>Nobody set it, and the model's own value is known.</summary>
    Model,

    /// <summary>As in the preset that was applied.</summary>
    Preset,

    /// <summary>Set in this session.</summary>
    Session,
}

/// <summary>Where one value comes from, and what it stands over.</summary>
/// <param name="Kind">The nearest origin.</param>
/// <param name="Chain">All that give a value, the one that counts first, in words.</param>
public sealed record SettingOrigin(OriginKind Kind, string Chain);

/// <summary>Where each value of some settings comes from: found by comparing, so that nothing has to be recorded with each change.</summary>
public sealed class SettingOrigins
{
    private readonly Dictionary<string, SettingOrigin> _origins = new(StringComparer.Ordinal);

    /// <param name="settings">As they are now.</param>
    /// <param name="model">Its defaults count where nothing is set.</param>
    /// <param name="preset">The one that was applied; null when there is none, or when it is gone.</param>
    public SettingOrigins(RunSettings settings, ModelInfo model, PresetView? preset)
    {
        var now = SettingFields.Json(settings);
        var untouched = SettingFields.Json(new RunSettings { Model = settings.Model });
        var kept = preset is null ? null : SettingFields.Json(preset.Settings);
        foreach (var field in SettingFields.All)
        {
            _origins[field] = Find(now[field], untouched[field], kept?[field], Known(model, field), preset?.Name);
        }
    }

    public SettingOrigin Of(string field) => _origins.GetValueOrDefault(field, new(OriginKind.Default, "Default"));

    private static SettingOrigin Find(JsonNode? now, JsonNode? untouched, JsonNode? kept, string? model, string? preset)
    {
        var floor = model is null ? "default" : $"model: {model}";
        var below = preset is null || JsonNode.DeepEquals(kept, untouched) ? [floor] : new[] { $"preset {preset}: {Short(kept)}", floor };
        return JsonNode.DeepEquals(now, untouched) ? new(model is null ? OriginKind.Default : OriginKind.Model, Sentence([floor]))
            : preset is not null && JsonNode.DeepEquals(now, kept) ? new(OriginKind.Preset, Sentence(below))
            : new(OriginKind.Session, Sentence([$"this chat: {Short(now)}", .. below]));
    }

    private static string? Known(ModelInfo model, string field) => field switch
    {
        "thinkingLevel" => model.Thinking?.DefaultLevel,
        "thinkingBudget" => model.Thinking?.BudgetDefault is { } budget ? $"{budget}" : null,
        "stopSequences" => null,
        _ => model.Parameters.GetValueOrDefault(field)?.Default is { } value ? FormattableString.Invariant($"{value}") : null,
    };

    private static string Short(JsonNode? value) => value?.ToJsonString(RelaxedJson.Options) switch
    {
        null => "not set",
        { Length: > 60 } text => text[..57] + "...",
        var text => text.Trim('"'),
    };

    private static string Sentence(IEnumerable<string> parts)
    {
        var text = string.Join(", over ", parts);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
