using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Scripts;

/// <summary>What follows the name of a directive.</summary>
internal sealed partial record DirectiveArguments(string Text, string ModelId)
{
    public IReadOnlyList<string> Words { get; } = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public int? Count(int index = 0) =>
        index < Words.Count && int.TryParse(Words[index], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public bool Has(string word) => Words.Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>A duration such as <c>100ms</c>, <c>2s</c>, <c>1.5m</c>.</summary>
    public TimeSpan? Duration(int index = 0)
    {
        var match = index < Words.Count ? DurationText().Match(Words[index]) : Match.Empty;
        if (!match.Success)
        {
            return null;
        }
        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "MS" => TimeSpan.FromMilliseconds(number),
            "S" => TimeSpan.FromSeconds(number),
            _ => TimeSpan.FromMinutes(number),
        };
    }

    /// <summary>The duration after a word, as in <c>retry 3s</c>.</summary>
    public TimeSpan? DurationAfter(string word)
    {
        var index = Words.Select(w => w.ToUpperInvariant()).ToList().IndexOf(word.ToUpperInvariant());
        return index < 0 ? null : Duration(index + 1);
    }

    /// <summary>A size such as <c>5MB</c>, <c>200KB</c> or plain bytes.</summary>
    public long? Size()
    {
        var match = Words.Count > 0 ? SizeText().Match(Words[0]) : Match.Empty;
        if (!match.Success)
        {
            return null;
        }
        var number = double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return (long)(number * match.Groups["unit"].Value.ToUpperInvariant() switch { "MB" => 1 << 20, "KB" => 1 << 10, _ => 1 });
    }

    [GeneratedRegex(@"^(?<number>\d{1,6}(\.\d{1,3})?)(?<unit>ms|s|m)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DurationText();

    [GeneratedRegex(@"^(?<number>\d{1,9}(\.\d{1,3})?)(?<unit>MB|KB|B)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SizeText();
}
