using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Sums up a text that the prompt brings along, in its own most telling sentences.</summary>
internal static class Summary
{
    private const int ShortestText = 120;
    private const int LongestSentence = 300;

    public static string? Answer(Question question)
    {
        if (!question.Asks(@"\b(summari[sz]e|summary|tl;?dr|key points|sum up|shorten|condense)\b"))
        {
            return null;
        }
        var text = TextIn(question.Text) ?? (question.IsFollowUp ? question.LastAnswer : null);
        if (text is null)
        {
            return null;
        }
        var sentences = Sentences.Of(text);
        var chosen = MostTelling(sentences).Take(Math.Clamp(sentences.Count / 3, 1, 4)).Order().Select(i => Shorten(sentences[i])).ToList();
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        return chosen.Count == 1
            ? $"In one sentence: {chosen[0]}"
            : $"The text has {words} words. In short:\n\n" + string.Join('\n', chosen.Select(s => "- " + s));
    }

    private static string? TextIn(string prompt)
    {
        var start = prompt.IndexOf(':', StringComparison.Ordinal) is > 0 and < 100 and var colon ? colon + 1
            : prompt.IndexOf('\n', StringComparison.Ordinal) is > 0 and var line ? line : 0;
        var text = prompt[start..].Trim();
        return text.Length >= ShortestText ? text : null;
    }

    // A sentence tells much when its words come back elsewhere in the text.
    private static IEnumerable<int> MostTelling(IReadOnlyList<string> sentences)
    {
        var words = sentences.Select(s => Regex.Matches(s.ToUpperInvariant(), @"\p{L}{5,}", RegexOptions.NonBacktracking).Select(m => m.Value).Distinct().ToArray()).ToArray();
        var counts = words.SelectMany(w => w).CountBy(w => w).ToDictionary();
        return Enumerable.Range(0, sentences.Count)
            .OrderByDescending(i => words[i].Sum(w => counts[w] - 1) / (double)(words[i].Length + 1) + (i == 0 ? 0.5 : 0));
    }

    private static string Shorten(string sentence) =>
        sentence.Length <= LongestSentence ? sentence : sentence[..TextPieces.SafeEnd(sentence, LongestSentence)] + "…";
}
