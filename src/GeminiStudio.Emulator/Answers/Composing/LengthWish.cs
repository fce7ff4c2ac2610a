using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Makes an answer as long as the prompt or the system instruction asks.</summary>
internal static class LengthWish
{
    private static readonly Regex Count = new(
        @"\b(?<n>\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|a single|a)[ -](?<unit>sentence|word|paragraph)s?\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    private const int MostWords = 20_000;

    public static string Apply(string answer, Question question)
    {
        var wish = Count.Match(question.Head);
        if (!wish.Success)
        {
            wish = Count.Match(question.System);
        }
        if (!wish.Success)
        {
            return Question.Matches(question.Head + "\n" + question.System, @"\b(briefly|be brief|concise(ly)?|short answer|keep it short)\b")
                ? InSentences(answer, 2, question) : answer;
        }
        var count = Lists.NumberOf(wish.Groups["n"].Value);
        return wish.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "SENTENCE" => InSentences(answer, Math.Min(count, 500), question),
            "PARAGRAPH" => string.Join("\n\n", Filler(question).Chunk(4).Take(Math.Min(count, 200)).Select(s => string.Join(' ', s))),
            _ => count == 1 ? question.Topic.Split(' ')[^1] : InWords(answer, Math.Min(count, MostWords), question),
        };
    }

    private static string InSentences(string answer, int count, Question question)
    {
        if (answer.Contains("```", StringComparison.Ordinal) || answer.Contains("\n|", StringComparison.Ordinal))
        {
            return answer; // code and tables have no sentences
        }
        var prose = Sentences.Of(Regex.Replace(answer, @"^(#+ .*|\*\*[^*]+\*\*)$|^(> |- |\d+\. )", "", RegexOptions.Multiline | RegexOptions.ExplicitCapture));
        return string.Join(' ', prose.Concat(Filler(question)).Take(count));
    }

    private static string InWords(string answer, int count, Question question)
    {
        var words = answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        return words < count * 0.9
            ? answer + "\n\n" + Phrases.Words(count - words, question.Topic, question.Dice)
            : words > count * 1.1 ? Phrases.Words(count, question.Topic, question.Dice) : answer;
    }

    private static IEnumerable<string> Filler(Question question) => Phrases.Endless(question.Topic, question.Dice).Skip(1);
}
