namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Greetings, thanks, and who is speaking.</summary>
internal static class SmallTalk
{
    private static readonly string[] Greetings =
    [
        "Hello! What would you like to work on?",
        "Hi there! Ask me to explain something, write some code, or put facts in a table.",
        "Good to see you! Where shall we start?",
    ];

    private static readonly string[] Welcomes =
        ["You're welcome! Is there anything else?", "Glad that helped. Ask again whenever you like.", "With pleasure!"];

    public static string? Answer(Question question)
    {
        var greets = question.Asks(@"^\W*(say )?(hi|hello|hey|hallo|bonjour|hola|good (morning|afternoon|evening))\b");
        if (greets && Memory.NameIn(question.Text) is { } name)
        {
            return $"Hello {name}, nice to meet you! What would you like to work on?";
        }
        if (Memory.NameIn(question.Text) is { } newName && question.Text.Length < 60)
        {
            return $"Nice to meet you, {newName}. I'll remember that for this conversation.";
        }
        if (greets && question.Text.Length < 40)
        {
            return question.Dice.Pick(Greetings);
        }
        if (question.Asks(@"^\W*(thanks|thank you|thx|danke|merci)\b") && question.Text.Length < 60)
        {
            return question.Dice.Pick(Welcomes);
        }
        if (question.Asks(@"\bhow are you\b"))
        {
            return "I'm doing well, thank you. I answer from templates, so my mood is very steady. How can I help?";
        }
        return question.Asks(@"\b(who|what) are you\b|\bwhich model\b|\bare you (really )?gemini\b")
            ? $"I'm the emulator that stands in for `{question.ModelName}` in this demo. I speak Gemini's wire format, and my answers come from templates."
            : null;
    }
}
