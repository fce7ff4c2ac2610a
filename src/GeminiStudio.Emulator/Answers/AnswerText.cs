namespace GeminiStudio.Emulator.Answers;

internal static class AnswerText
{
    public static string Compose(string prompt) =>
        $"Here is an answer about {prompt}. It is written by the demo emulator, not by Gemini.";
}
