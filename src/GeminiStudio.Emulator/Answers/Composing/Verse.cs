namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Poems, stories and jokes.</summary>
internal static class Verse
{
    private static readonly string[] Haiku =
    [
        "Thinking of {0},\nthe morning holds its cool breath\nand the light comes in.",
        "Quiet rain at noon;\nsomewhere a thought of {0}\nopens like a leaf.",
    ];

    private static readonly string[] Stanzas =
    [
        "I went to look for {0} at the breaking of the day,\nthe streets were full of silver and the clouds had gone away.",
        "A lantern on the harbour and a whisper in the rain,\nthey spoke to me of {0} and I heard it once again.",
        "The hours pass like swallows and the shadows cross the floor,\nbut who has dreamed of {0} will be dreaming it once more.",
        "So keep a little courage and a window to the sea,\nand leave a light for {0}, and a quiet chair for me.",
    ];

    private static readonly string[] Jokes =
    [
        "Why do programmers confuse Halloween and Christmas? Because OCT 31 is DEC 25.",
        "There are 10 kinds of people: those who understand binary and those who don't.",
        "I would tell you a joke about UDP, but you might not get it.",
    ];

    private static readonly string[] Names = ["Mira", "Jonas", "Ada", "Tomás", "Lin"];

    public static string? Answer(Question question)
    {
        var topic = question.Topic.Length == 0 ? "the sea" : question.Topic;
        if (question.Asks(@"\bhaiku\b"))
        {
            return Phrases.Fill(question.Dice.Pick(Haiku), topic);
        }
        if (question.Asks(@"\b(poem|verse|sonnet|song|limerick|rhyme)\b"))
        {
            return $"**{Title(topic)}**\n\n" + string.Join("\n\n", question.Dice.Shuffle(Stanzas).Take(3).Select(s => Phrases.Fill(s, topic).Replace("\n", "  \n", StringComparison.Ordinal)));
        }
        if (question.Asks(@"\bjoke\b"))
        {
            return question.Dice.Pick(Jokes);
        }
        return question.Asks(@"\b(story|tale|fairy ?tale)\b") ? Story(topic, question.Dice) : null;
    }

    private static string Story(string topic, Dice dice)
    {
        var name = dice.Pick(Names);
        return $"""
            # {Title(topic)}

            {name} had heard of {topic} long before, but only in the way one hears of far countries. So when the letter came, with a stamp that nobody knew, {name} read it twice and put on a coat.

            The road led over the hill and down to the river. An old woman sat at the ferry. “You come because of {topic},” she said, and it was not a question. “Most people ask where to find it. Nobody asks what to bring.”

            {name} thought about that until the other bank was near. “And what should I bring?”

            “Time,” said the woman, and laughed. “And something to write on.”

            In the evening {name} sat by a small lamp and began with the first line. It was not a good line. The second was better.
            """.ReplaceLineEndings("\n");
    }

    private static string Title(string topic) =>
        string.Join(' ', topic.Split(' ').Select(w => w.Length > 3 ? char.ToUpperInvariant(w[0]) + w[1..] : w)) is { Length: > 0 } title
            ? char.ToUpperInvariant(title[0]) + title[1..]
            : topic;
}
