using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Sums that are really computed.</summary>
internal static class Arithmetic
{
    private static readonly Regex Expression = new(
        @"[-(\d][\d\s.()]*(?:[-+*/×÷^]|\sx\s)[-\d\s.()+*/×÷^x]*[\d)]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    private static readonly (string Word, string Sign)[] Words =
        [(" plus ", " + "), (" minus ", " - "), (" times ", " * "), (" multiplied by ", " * "), (" divided by ", " / ")];

    public static string? Answer(Question question)
    {
        var text = Words.Aggregate(question.Text, (t, w) => t.Replace(w.Word, w.Sign, StringComparison.OrdinalIgnoreCase));
        var match = Expression.Match(text);
        if (!match.Success || text.Length > 120 || !question.Asks(@"^\W*[\d(]|\b(what|how much|calculate|compute|is|solve|evaluate)\b"))
        {
            return null;
        }
        var written = match.Value.Trim();
        var normalised = written.Replace('×', '*').Replace('÷', '/').Replace('x', '*').Replace('X', '*');
        return Sum.TryCompute(normalised, out var value)
            ? $"{Pretty(normalised)} = **{value.ToString("#,0.##########", CultureInfo.InvariantCulture)}**"
            : null;
    }

    private static string Pretty(string expression) =>
        Regex.Replace(expression, @"\s*(?<sign>[-+*/^])\s*", " ${sign} ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)
            .Replace("*", "×", StringComparison.Ordinal).Replace("/", "÷", StringComparison.Ordinal).Trim();
}
