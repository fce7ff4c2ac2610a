using System.Text.RegularExpressions;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers.Composing;

/// <summary>What the user wants to know, with all that came before it.</summary>
/// <param name="Text">The prompt without directives.</param>
/// <param name="Earlier">The user's earlier prompts, oldest first, without directives.</param>
/// <param name="LastAnswer">What was answered last; null at the start of a session.</param>
/// <param name="System">The system instruction; empty when there is none.</param>
/// <param name="ModelName">Who is asked.</param>
internal sealed record Question(
    string Text, IReadOnlyList<string> Earlier, string? LastAnswer, string System, string ModelName, Dice Dice)
{
    private const int LongestHead = 600;

    private static readonly Regex FollowUp = new(
        @"^(and|but|why|how so|more|again|continue|go on|shorter|longer|really|ok(ay)?,? (and|but))\b|\b(it|that|this|them|those)\b|\b(shorter|longer|simpler|example|rephrase)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    /// <summary>The beginning of the prompt: wishes stand there, and a pasted document is not searched for them.</summary>
    public string Head { get; } = Text.Length <= LongestHead ? Text : Text[..LongestHead];

    public bool IsFirst => LastAnswer is null;

    /// <summary>Whether it only makes sense after what was said before.</summary>
    public bool IsFollowUp { get; } = Earlier.Count > 0 && Text.Length < 80 && FollowUp.IsMatch(Text);

    /// <summary>What the conversation was about before this prompt; null when it begins here.</summary>
    public string? EarlierTopic { get; } = Earlier.Count > 0 ? TopicFinder.Find(Earlier[^1]) : null;

    /// <summary>What the answer shall be about, in the user's words.</summary>
    public string Topic => IsFollowUp && EarlierTopic is { } earlier ? earlier : TopicFinder.Find(Text);

    /// <summary>The topic as the beginning of a sentence.</summary>
    public string TopicTitle => Topic.Length == 0 ? "" : char.ToUpperInvariant(Topic[0]) + Topic[1..];

    public bool Asks(string pattern) => Matches(Head, pattern);

    public static bool Matches(string text, string pattern) =>
        Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);

    public static Question From(GenerateRequest request, string prompt, string modelName, Dice dice)
    {
        var last = request.Contents.ToList().FindLastIndex(c => c.IsUser);
        var before = request.Contents.Take(Math.Max(last, 0)).ToList();
        return new(
            prompt,
            [.. before.Where(c => c.IsUser && c.Text.Length > 0).Select(c => PromptOf(c.Text)).Where(p => p.Length > 0)],
            before.LastOrDefault(c => !c.IsUser && c.Text.Length > 0)?.Text,
            request.System?.Text ?? "",
            modelName,
            dice);
    }

    // Counted as never tried: looking back must not use up the tries of a directive.
    private static string PromptOf(string text) => ScriptReader.Read(text, "", () => int.MaxValue).Script?.Prompt ?? text;
}
