namespace GeminiStudio.Sessions;

/// <summary>What the safety settings are made of, by Google's names.</summary>
/// <remarks>ai.google.dev/gemini-api/docs/safety-settings; without a setting, models of 2.5 and newer block nothing of these.</remarks>
public static class SafetyRules
{
    /// <summary>Categories that can be set, with their words.</summary>
    public static IReadOnlyList<(string Category, string Name, string Means)> Categories { get; } =
    [
        ("HARM_CATEGORY_HARASSMENT", "Harassment", "Hurtful words about a person or a group."),
        ("HARM_CATEGORY_HATE_SPEECH", "Hate speech", "Rude or profane words about who somebody is."),
        ("HARM_CATEGORY_SEXUALLY_EXPLICIT", "Sexually explicit", "Sexual acts and other lewd content."),
        ("HARM_CATEGORY_DANGEROUS_CONTENT", "Dangerous content", "Help with harmful acts."),
    ];

    /// <summary>Categories that Google takes beside those: one is retired, one is new.</summary>
    public static IReadOnlyList<string> Others { get; } = ["HARM_CATEGORY_CIVIC_INTEGRITY", "HARM_CATEGORY_JAILBREAK"];

    /// <summary>Thresholds, the loosest first.</summary>
    public static IReadOnlyList<(string Threshold, string Name)> Thresholds { get; } =
    [
        ("OFF", "Off"), ("BLOCK_NONE", "Block none"), ("BLOCK_ONLY_HIGH", "Block high"),
        ("BLOCK_MEDIUM_AND_ABOVE", "Block medium and above"), ("BLOCK_LOW_AND_ABOVE", "Block low and above"),
    ];

    public static bool Knows(string category, string threshold) =>
        (Categories.Any(c => c.Category == category) || Others.Contains(category)) && Thresholds.Any(t => t.Threshold == threshold);

    /// <summary>A category in words; without its prefix when it is of a new kind.</summary>
    public static string CategoryName(string category) => Categories.FirstOrDefault(c => c.Category == category).Name
        ?? (category.StartsWith("HARM_CATEGORY_", StringComparison.Ordinal) ? category["HARM_CATEGORY_".Length..] : category).Replace('_', ' ').ToLowerInvariant();

    /// <summary>A threshold in words; its own name when it is of a new kind.</summary>
    public static string ThresholdName(string threshold) => Thresholds.FirstOrDefault(t => t.Threshold == threshold).Name ?? threshold;
}
