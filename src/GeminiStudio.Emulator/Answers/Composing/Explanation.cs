namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>What is said when nothing more special fits: an explanation with headings, or a short one.</summary>
internal static class Explanation
{
    public static string Answer(Question question)
    {
        var topic = question.Topic.Length == 0 ? "this" : question.Topic;
        var sentences = Phrases.Endless(topic, question.Dice).Take(9).ToArray();
        var lead = question.IsFollowUp ? $"Coming back to {topic}: " : "";
        if (question.IsFollowUp && question.Asks(@"\bexample\b"))
        {
            return $"{lead}an example says more than a rule. Take the smallest case you can think of, write down what you expect, try it, and compare. {sentences[1]}";
        }
        if (question.IsFollowUp || !question.Asks(@"\b(explain|describe|how|why|overview|introduc|guide|in detail|essay|article|report)\b"))
        {
            return $"{lead}{sentences[0]}\n\n{string.Join(' ', sentences[1..4])}";
        }
        var points = question.Dice.Shuffle(Phrases.Points).Take(4).Select(p => $"- **{p.Title}.** {Phrases.Fill(p.Text, topic)}");
        return $"""
            ## {question.TopicTitle}

            {sentences[0]} {sentences[1]} {sentences[2]}

            ### What matters

            {string.Join('\n', points)}

            ### In practice

            {sentences[3]} {sentences[4]}

            > {sentences[5]}
            """.ReplaceLineEndings("\n");
    }
}
