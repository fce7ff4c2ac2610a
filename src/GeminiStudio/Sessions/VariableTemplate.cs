using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Sessions;

/// <summary>Texts with places to fill in: <c>{{city}}</c>, <c>{{city?}}</c>, <c>{{tone:select:warm,dry=warm}}</c>.</summary>
/// <remarks>
/// A name, <c>?</c> for one that may be left out, a kind with its options or limits, and <c>=</c> for a default. What does not read
/// like that, <c>{{7*7}}</c> for example, is text, and so is what has a backslash before it.
/// </remarks>
public static partial class VariableTemplate
{
    /// <summary>The variables of some texts, each once, in the order in which they appear.</summary>
    public static IReadOnlyList<TemplateVariable> Find(params IEnumerable<string> texts)
    {
        var found = new List<TemplateVariable>();
        foreach (var variable in texts.SelectMany(text => Place().Matches(text)).Select(Read).OfType<TemplateVariable>())
        {
            var known = found.FindIndex(v => v.Name == variable.Name);
            if (known < 0)
            {
                found.Add(variable);
            }
            else if (IsPlain(found[known]) && !IsPlain(variable))
            {
                found[known] = variable; // the place that says more decides for all
            }
        }

        return found;
    }

    /// <summary>The text with every variable replaced; a value is never looked at for further variables.</summary>
    /// <param name="text">The template.</param>
    /// <param name="variables">From all texts of the request, so that a default given once counts everywhere.</param>
    /// <param name="values">By name.</param>
    public static string Fill(string text, IReadOnlyList<TemplateVariable> variables, IReadOnlyDictionary<string, string> values) =>
        text.Contains("{{", StringComparison.Ordinal)
            ? Place().Replace(text, place => Read(place) is { } here && variables.FirstOrDefault(v => v.Name == here.Name) is { } variable
                ? variable.Shown(values.GetValueOrDefault(variable.Name))
                : place.Value.StartsWith('\\') ? place.Value[1..] : place.Value)
            : text;

    private static bool IsPlain(TemplateVariable variable) => variable is { Kind: VariableKind.Text, Default: null, IsOptional: false };

    private static TemplateVariable? Read(Match place)
    {
        if (place.Groups["escape"].Success)
        {
            return null;
        }

        var kind = VariableKind.Text;
        if (place.Groups["kind"] is { Success: true } named && !Enum.TryParse(named.Value, ignoreCase: true, out kind))
        {
            return null;
        }

        var options = place.Groups["options"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (kind == VariableKind.Select && options.Length == 0)
        {
            return null;
        }

        var limits = kind is VariableKind.Number or VariableKind.Range ? options : [];
        return new TemplateVariable
        {
            Name = place.Groups["name"].Value,
            Kind = kind,
            Options = kind == VariableKind.Select ? options : [],
            Minimum = Limit(limits, 0) ?? (kind == VariableKind.Range ? 0 : null),
            Maximum = Limit(limits, 1) ?? (kind == VariableKind.Range ? 100 : null),
            Default = kind != VariableKind.File && place.Groups["default"] is { Success: true } given ? given.Value.Trim() : null,
            IsOptional = place.Groups["optional"].Success,
        };
    }

    private static double? Limit(string[] limits, int index) =>
        index < limits.Length && double.TryParse(limits[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    [GeneratedRegex(
        @"(?<escape>\\)?\{\{ {0,4}(?<name>[A-Za-z_][A-Za-z0-9_]{0,39})(?<optional>\?)? {0,4}(?:: {0,4}(?<kind>[a-z]{1,12}) {0,4}(?:: {0,4}(?<options>[^{}=\r\n]{1,500}))?)?(?:= {0,4}(?<default>[^{}\r\n]{0,500}))?\}\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
