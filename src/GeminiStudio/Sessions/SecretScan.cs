using System.Text.RegularExpressions;

namespace GeminiStudio.Sessions;

/// <summary>Finds what looks like a key in a text before it goes to a model and into the history.</summary>
public static partial class SecretScan
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "[secret removed]";

    private static readonly (Regex Shape, string Name)[] Shapes =
    [
        (GoogleKey(), "a Google API key"),
        (GithubToken(), "a GitHub token"),
        (SkKey(), "an API key (sk-...)"),
        (AwsKey(), "an AWS access key"),
        (SlackToken(), "a Slack token"),
        (PrivateKey(), "a private key"),
    ];

    /// <summary>What kinds of secrets the text holds, in words; empty when none is seen.</summary>
    public static IReadOnlyList<string> Find(string text) => [.. Shapes.Where(s => s.Shape.IsMatch(text)).Select(s => s.Name)];

    /// <summary>The text with each of them replaced by <see cref="Mask"/>.</summary>
    public static string Clean(string text) => Shapes.Aggregate(text, (cleaned, shape) => shape.Shape.Replace(cleaned, Mask));

    [GeneratedRegex(@"\b(AIza[0-9A-Za-z_-]{30,60}|AQ\.[0-9A-Za-z_-]{20,200})")]
    private static partial Regex GoogleKey();

    [GeneratedRegex(@"\b(gh[pousr]_[0-9A-Za-z]{30,255}|github_pat_[0-9A-Za-z_]{22,255})")]
    private static partial Regex GithubToken();

    [GeneratedRegex(@"\bsk-[0-9A-Za-z_-]{20,255}")]
    private static partial Regex SkKey();

    [GeneratedRegex(@"\b(AKIA|ASIA)[0-9A-Z]{16}\b")]
    private static partial Regex AwsKey();

    [GeneratedRegex(@"\bxox[abeoprs]-[0-9A-Za-z-]{10,255}")]
    private static partial Regex SlackToken();

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,20000}(-----END [A-Z ]{0,30}PRIVATE KEY-----)?")]
    private static partial Regex PrivateKey();
}
