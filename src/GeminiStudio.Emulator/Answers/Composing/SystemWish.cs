using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Follows a system instruction where it can be seen to be followed.</summary>
internal static class SystemWish
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private static readonly Regex End = new(@"\b(end|finish|conclude|close)\b[^\n]*?\bwith\s+(the (words?|phrase|sentence|line)\s+)?(?<text>[^\n]+)", Options);

    private static readonly Regex Start = new(@"\b(start|begin)\b[^\n]*?\bwith\s+(the (words?|phrase|sentence|line)\s+)?(?<text>[^\n]+)", Options);

    private static readonly Regex Persona = new(@"\byou are\s+(?<who>(an?|the)\s+[^.,\n]{3,50})", Options);

    /// <summary>The answer in the manner asked for: capitals, a persona, a fixed beginning.</summary>
    public static string Manner(string answer, string system)
    {
        if (system.Length == 0)
        {
            return answer;
        }
        if (Question.Matches(system, @"\bpirate\b"))
        {
            answer = $"Ahoy, matey! {answer}\n\nArr, that be all I know.";
        }
        else if (Persona.Match(system) is { Success: true } persona && !Question.Matches(system, @"sentence|word|helpful assistant|brief|concise"))
        {
            answer = $"Speaking as {persona.Groups["who"].Value.Trim()}: {answer}";
        }
        if (Question.Matches(system, @"\b(upper ?case|capitals|all caps)\b"))
        {
            answer = answer.ToUpperInvariant();
        }
        return Start.Match(system) is { Success: true } start ? $"{Wanted(start)} {answer}" : answer;
    }

    /// <summary>The answer with the ending asked for.</summary>
    public static string Ending(string answer, string system) =>
        End.Match(system) is { Success: true } end ? $"{answer}\n\n{Wanted(end)}" : answer;

    private static string Wanted(Match match)
    {
        var text = match.Groups["text"].Value.Trim();
        if (text[0] is '"' or '“' or '\'' or '`' && text.IndexOfAny(['"', '”', '\'', '`'], 1) is > 1 and var close)
        {
            return text[1..close];
        }
        return Regex.Replace(text, @"\.$|\.\s.*$", "", RegexOptions.NonBacktracking);
    }
}
