using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Settings that Google would refuse, or that this model does not take.</summary>
internal static class PreflightSettings
{
    private static readonly string[] Switches = ["googleSearch", "urlContext", "codeExecution", "functions", "structuredOutput"];

    public static IEnumerable<PreflightLine> Check(ModelInfo model, RunSettings settings) =>
        Refused(model, settings).Concat(Clashes(model, settings)).Concat(Names(settings)).Concat(NotTaken(model, settings));

    private static IEnumerable<PreflightLine> Refused(ModelInfo model, RunSettings settings) =>
        SettingsCheck.Find(model, settings).Where(v => !Switches.Contains(v.Field) || !v.Description.Contains("together with", StringComparison.Ordinal)).Select(violation =>
        {
            var (label, mended) = Mend(model, settings, violation.Field);
            return new PreflightLine(Code(violation.Field), violation.Description, Change(label, mended), Blocks: true);
        });

    private static string Code(string field) => field switch
    {
        "stopSequences" => "stop",
        "speechConfig" => "speech",
        "structuredOutput" => "schema",
        "functions" => "function",
        "safetySettings" => "safety",
        _ => "range",
    };

    private static (string Label, RunSettings Mended) Mend(ModelInfo model, RunSettings settings, string field) => field switch
    {
        "temperature" => Within(model, field, settings.Temperature, v => settings with { Temperature = v }),
        "topP" => Within(model, field, settings.TopP, v => settings with { TopP = v }),
        "topK" => Within(model, field, settings.TopK, v => settings with { TopK = (int?)v }),
        "presencePenalty" => Within(model, field, settings.PresencePenalty, v => settings with { PresencePenalty = v }),
        "frequencyPenalty" => Within(model, field, settings.FrequencyPenalty, v => settings with { FrequencyPenalty = v }),
        "stopSequences" => ("Keep the good ones", settings with { StopSequences = Kept(settings.StopSequences) }),
        "speechConfig" => ("Use one voice", settings with { Speech = settings.Speech! with { Voice = settings.Speech.Speakers[0].Voice, Speakers = [] } }),
        "safetySettings" => ("Take it out", settings with { Safety = settings.Safety.Where(s => SafetyRules.Knows(s.Key, s.Value)).ToDictionary() }),
        "functions" or "structuredOutput" => ("Switch it off", SettingFields.Reset(settings, field)),
        _ => ("Reset it", SettingFields.Reset(settings, field)),
    };

    private static (string Label, RunSettings Mended) Within(ModelInfo model, string field, double? value, Func<double?, RunSettings> with)
    {
        if (value is not { } number || !double.IsFinite(number) || !model.Parameters.TryGetValue(field, out var range))
        {
            return ("Reset it", with(null));
        }

        var nearest = Math.Clamp(number, range.Minimum, range.Maximum);
        return (FormattableString.Invariant($"Set it to {nearest}"), with(nearest));
    }

    private static List<string> Kept(IReadOnlyList<string> stops) =>
        [.. stops.Where(s => s.Length is > 0 and <= SettingsCheck.MaxStopLength && TypedText.Storable(s) == s).Distinct(StringComparer.Ordinal).Take(SettingsCheck.MaxStopSequences)];

    private static IEnumerable<PreflightLine> Clashes(ModelInfo model, RunSettings settings)
    {
        foreach (var tool in Switches.Where(tool => IsOn(settings, tool)))
        {
            if (ToolRules.Clash(model, settings, tool) is { } other)
            {
                return
                [
                    new("clash", $"{model.DisplayName} does not take {ToolRules.Name(tool)} together with {ToolRules.Name(other)}.",
                        Change($"Switch {ToolRules.Name(other)} off", SettingFields.Reset(settings, other)), Blocks: true),
                ];
            }
        }

        return [];
    }

    private static bool IsOn(RunSettings settings, string tool) => tool switch
    {
        "functions" => settings.Functions is { IsOn: true },
        "structuredOutput" => settings.Structured is { IsOn: true },
        _ => ToolRules.BuiltIn(settings).Contains(tool),
    };

    private static IEnumerable<PreflightLine> Names(RunSettings settings)
    {
        if (settings.Functions is not { IsOn: true, AllowedNames.Count: > 0 } functions || functions.Mode is not ("ANY" or "VALIDATED"))
        {
            return [];
        }

        var declared = PreflightSchemas.Names(functions);
        var missing = functions.AllowedNames.Where(n => !declared.Contains(n)).ToList();
        return missing.Count == 0 ? [] :
        [
            new("function", $"{string.Join(", ", missing)} may be called, but is not declared.",
                Change("Take it off the list", settings with { Functions = functions with { AllowedNames = [.. functions.AllowedNames.Except(missing)] } })),
        ];
    }

    private static IEnumerable<PreflightLine> NotTaken(ModelInfo model, RunSettings settings) =>
        SettingFields.NotTaken(model, settings).Select(field => new PreflightLine(
            "setting", $"{model.DisplayName} does not take {SettingFields.Name(field)}. It is kept and not sent.", Change("Reset it", SettingFields.Reset(settings, field))));

    internal static PreflightFix Change(string label, RunSettings settings) => new(label, PreflightFixKind.ChangeSettings) { Settings = settings };
}
