using System.Globalization;
using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Bullets and numbered steps, as many as were asked for.</summary>
internal static class Lists
{
    private const int Usual = 5;
    private const int Most = 50;

    private static readonly string[] NumberWords =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static readonly Regex Wanted = new(
        @"\b(?<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(\p{L}+\s+){0,3}?(points?|bullets?|items?|steps?|tips?|ideas?|reasons?|examples?|names?|facts?|ways?|questions?|rules?|things?|advantages?|benefits?)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    public static string? Answer(Question question)
    {
        var count = Wanted.Match(question.Head) is { Success: true } match ? NumberOf(match.Groups["n"].Value) : (int?)null;
        var steps = question.Asks(@"\bsteps?\b|\bnumbered\b|\bhow (do|can|should|to)( (i|we|you))?\b|\binstructions\b");
        if (count is null && !steps && !question.Asks(@"\b(list|bullets?|bullet points?|tips|ideas|pros and cons|checklist)\b"))
        {
            return null;
        }
        var howTo = question.Asks(@"\bhow (do|can|should|could|would|to)\b");
        var subject = howTo ? "this" : question.Topic;
        var points = question.Dice.Shuffle(Phrases.Points);
        var lines = Enumerable.Range(0, Math.Clamp(count ?? Usual, 1, Most)).Select(i =>
        {
            var (title, text) = points[i % points.Count];
            var round = i / points.Count is > 0 and var r ? $" ({r + 1})" : "";
            return $"{(steps ? $"{i + 1}." : "-")} **{title}{round}.** {Phrases.Fill(text, subject)}";
        });
        var lead = howTo ? $"To {question.Topic}, take it in this order:" : steps ? $"The steps for {question.Topic}:" : $"On {question.Topic}:";
        return $"{lead}\n\n{string.Join('\n', lines)}";
    }

    /// <summary>The number that a word or digits say.</summary>
    public static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : Math.Max(1, Array.IndexOf(NumberWords, text.ToLowerInvariant()));
}
