using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Scripts;

/// <summary>Finds the directives in a prompt: one a line, <c>!!name arguments</c>, last <c>times N</c> if it shall pass.</summary>
internal static partial class ScriptReader
{
    /// <summary>Reads the script of a prompt.</summary>
    /// <param name="text">The last thing that the user said.</param>
    /// <param name="modelId">Whom quota errors name.</param>
    /// <param name="attempt">How often this text has been sent, this time included; counted only when a directive asks.</param>
    /// <returns>The script, or the line that cannot be read.</returns>
    public static (Script? Script, string? BadLine) Read(string text, string modelId, Func<int> attempt)
    {
        var script = new Script();
        var prompt = new List<string>();
        int? thisAttempt = null;
        foreach (var line in text.Split('\n'))
        {
            var match = DirectiveLine().Match(line);
            if (!match.Success || Directives.Find(match.Groups["name"].Value) is not { } directive)
            {
                prompt.Add(line);
                continue;
            }
            var rest = match.Groups["rest"].Value.Trim();
            if (Limit().Match(rest) is { Success: true } limit && !directive.TakesFreeText)
            {
                rest = rest[..limit.Index].TrimEnd();
                thisAttempt ??= attempt();
                if (thisAttempt > int.Parse(limit.Groups["n"].Value, CultureInfo.InvariantCulture))
                {
                    continue;
                }
            }
            if (directive.Apply(script, new DirectiveArguments(rest, modelId)) is not { } changed)
            {
                return (null, line.Trim());
            }
            script = changed;
        }
        return (script with { Prompt = string.Join('\n', prompt).Trim() }, null);
    }

    [GeneratedRegex(@"^\s*!!(?<name>[a-zA-Z][a-zA-Z-]*)(?<rest>\s.*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DirectiveLine();

    [GeneratedRegex(@"(^|\s)times\s+(?<n>\d{1,6})$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Limit();
}
