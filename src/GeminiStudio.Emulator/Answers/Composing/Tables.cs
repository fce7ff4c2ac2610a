using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Tables and comparisons.</summary>
internal static class Tables
{
    private static readonly Regex Versus = new(
        @"\b(?:compare|comparing|comparison (?:of|between)|difference between|differences between|table of|table comparing)?\s*(?<a>[\p{L}\d#+.' -]{1,40}?)\s+(?:vs\.?|versus|and|with|to)\s+(?<b>[\p{L}\d#+.'-]+(?: [\p{L}\d#+.'-]+)?)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    private static readonly (string Aspect, string First, string Second)[] Aspects =
    [
        ("Main strength", "Quick to get started with", "Holds up well at scale"),
        ("Learning curve", "Gentle, a few hours", "Steeper, a few days"),
        ("Best suited for", "Small tasks and experiments", "Long-lived work"),
        ("Typical cost", "Low", "Moderate"),
        ("Flexibility", "High", "Medium, with clearer rules"),
        ("Community", "Large and lively", "Smaller and focused"),
        ("Common mistake", "Growing without a plan", "Planning without an example"),
    ];

    public static string? Answer(Question question)
    {
        var wantsTable = question.Asks(@"\btable\b|\btabular\b");
        var compares = question.Asks(@"\bcompar|\bversus\b|\bvs\b|\bdifferences? between\b");
        if (!wantsTable && !compares)
        {
            return null;
        }
        var match = Versus.Match(Regex.Replace(question.Head, @"^.*?\b(compare|comparing|comparison of|comparison between|differences? between|table of|table for)\b", "", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture));
        if (!compares || !match.Success)
        {
            return Plain(question);
        }
        var (a, b) = (Clean(match.Groups["a"].Value), Clean(match.Groups["b"].Value));
        var rows = question.Dice.Shuffle(Aspects).Take(5).Select(r => $"| {r.Aspect} | {r.First} | {r.Second} |");
        return $"Here is how {a} and {b} compare:\n\n| Aspect | {a} | {b} |\n|---|---|---|\n{string.Join('\n', rows)}\n\nIn short: take **{a}** when you want to move fast, and **{b}** when the result has to last.";
    }

    private static string Plain(Question question)
    {
        var rows = question.Dice.Shuffle(Phrases.Points).Take(4).Select((p, i) => $"| {i + 1} | {p.Title} | {Phrases.Fill(p.Text, question.Topic)} |");
        return $"{question.TopicTitle} at a glance:\n\n| # | Point | What it means |\n|---:|---|---|\n{string.Join('\n', rows)}";
    }

    private static string Clean(string side)
    {
        var text = Regex.Replace(side.Trim(' ', ',', '.', '?'), @"^(the|a|an)\s+|\s+(in|as|using|with)$", "", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);
        return text.Replace("|", "\\|", StringComparison.Ordinal);
    }
}
