namespace GeminiStudio.Emulator.Answers;

/// <summary>Summaries of thoughts in Google's form: a bold title, a paragraph, blank lines.</summary>
internal static class ThoughtSummaries
{
    private static readonly (string Title, string Text)[] Steps =
    [
        ("Understanding the Request", "I'm reading the question again to find out what is really asked: “{0}”. The wording tells me how long the answer should be and which form suits it."),
        ("Weighing the Options", "There is more than one way to answer this. I compare a short reply with a structured one, and look for the points that a reader would miss if I left them out."),
        ("Structuring the Answer", "I now have an outline. The main statement comes first, then the reasons, then an example. I leave out what does not help with “{0}”."),
        ("Checking the Details", "Before I write, I check names, numbers and order once more, and make sure that every statement can stand by itself."),
        ("Refining the Wording", "I'm satisfied with the content and work on the language: shorter sentences, one thought each, and no repetition."),
    ];

    public static IReadOnlyList<string> Write(int count, string prompt, Dice dice)
    {
        var subject = prompt.ReplaceLineEndings(" ").Trim();
        subject = subject.Length <= 60 ? subject : subject[..TextPieces.SafeEnd(subject, 60)].TrimEnd() + "…";
        var middle = dice.Shuffle(Steps[1..]);
        return [.. Enumerable.Range(0, count).Select(i => i == 0 ? Steps[0] : middle[(i - 1) % middle.Count])
            .Select(step => $"**{step.Title}**\n\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, step.Text, subject)}\n\n\n")];
    }
}
