using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Questions about the conversation itself, answered from its history.</summary>
internal static class Memory
{
    private static readonly Regex Name = new(
        @"\b([Mm]y name is|[Cc]all me|I am called)\s+(?<name>\p{Lu}[\p{L}'-]*)|\b(I'm|I am)\s+(?<name>\p{Lu}[\p{L}'-]+)(\s*[.,!]|$)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    private static readonly Regex Fact = new(
        @"\b[Mm]y\s+(?<thing>[\p{L} ]{2,30}?)\s+(is|are)\s+(?<value>[^.!?\n]{1,60})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    /// <summary>The name with which someone introduces themselves; null when nobody does.</summary>
    public static string? NameIn(string text) => Name.Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    public static string? Answer(Question question)
    {
        if (question.Asks(@"\b(what|do you (know|remember))\b.*\bmy name\b|\bwho am i\b"))
        {
            return question.Earlier.Reverse().Select(NameIn).FirstOrDefault(n => n is not null) is { } name
                ? $"Your name is {name}; you told me earlier in this conversation."
                : "You have not told me your name yet.";
        }
        if (question.Asks(@"\bwhat('s| is| are| was| were)\s+my\b") && RememberedFact(question) is { } fact)
        {
            return fact;
        }
        if (question.Asks(@"\b(what|which)\b.*\b(did i (say|ask|write|tell)|i (said|asked|wrote|told)|was my (first|last|previous))\b"))
        {
            return Recall(question);
        }
        return question.Asks(@"\b(summari[sz]e|recap)\b.*\b(conversation|chat|so far|we (said|discussed))\b") && question.Earlier.Count > 0
            ? "So far you said:\n\n" + string.Join('\n', question.Earlier.Select((p, i) => $"{i + 1}. {Quote(p)}"))
            : null;
    }

    private static string? RememberedFact(Question question)
    {
        var facts = question.Earlier.Reverse().SelectMany(p => Fact.Matches(p));
        var known = facts.FirstOrDefault(f => question.Text.Contains(f.Groups["thing"].Value, StringComparison.OrdinalIgnoreCase));
        return known is null ? null : $"Your {known.Groups["thing"].Value} is {known.Groups["value"].Value.Trim()}; you said so earlier.";
    }

    private static string Recall(Question question)
    {
        if (question.Earlier.Count == 0)
        {
            return "This is the first thing that you said in this conversation.";
        }
        return question.Asks(@"\bfirst\b|\bbeginning\b|\bstart\b")
            ? $"The first thing you said was: {Quote(question.Earlier[0])}"
            : $"Just before this you said: {Quote(question.Earlier[^1])}";
    }

    private static string Quote(string prompt)
    {
        var line = prompt.ReplaceLineEndings(" ");
        return "“" + (line.Length <= 200 ? line : line[..TextPieces.SafeEnd(line, 200)] + "…") + "”";
    }
}
