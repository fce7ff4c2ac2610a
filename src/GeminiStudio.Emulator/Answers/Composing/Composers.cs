namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Answers a question of the kind it knows; null when it is none of its own.</summary>
internal delegate string? Composer(Question question);

/// <summary>All that the emulator can talk about; the first composer with an answer has the word.</summary>
internal static class Composers
{
    private static readonly Composer[] InOrder =
    [
        SmallTalk.Answer, Memory.Answer, RoundTrip.Answer, Loans.Answer, Library.Answer, Summary.Answer, Translation.Answer, Arithmetic.Answer, Verse.Answer, Code.Answer,
        Maths.Answer, Tables.Answer, Lists.Answer, FactBook.Answer,
    ];

    private const string Closing = "*Written by the demo emulator, not by Gemini.*";

    /// <summary>The answer in the length and the manner asked for.</summary>
    public static string Compose(Question question)
    {
        var answer = InOrder.Select(compose => compose(question)).FirstOrDefault(a => a is not null) ?? Explanation.Answer(question);
        answer = LengthWish.Apply(answer, question);
        answer = SystemWish.Manner(answer, question.System);
        if (question.IsFirst)
        {
            answer += "\n\n" + Closing;
        }
        return SystemWish.Ending(answer, question.System);
    }
}
