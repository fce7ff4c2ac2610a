using System.Text.RegularExpressions;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>Cuts prose at the ends of its sentences.</summary>
internal static class Sentences
{
    private static readonly Regex End = new(@"(?<=[.!?…]['”)*]*)\s+(?=\S)", RegexOptions.ExplicitCapture);

    public static IReadOnlyList<string> Of(string text) =>
        [.. text.Split('\n').SelectMany(line => End.Split(line.Trim())).Where(s => s.Length > 0)];
}
