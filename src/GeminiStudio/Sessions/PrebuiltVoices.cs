namespace GeminiStudio.Sessions;

/// <summary>The voices that models with speech bring along.</summary>
/// <remarks>ai.google.dev/gemini-api/docs/speech-generation, read 24 Nov 2026.</remarks>
public static class PrebuiltVoices
{
    /// <summary>Google's names, with Google's word for how each sounds.</summary>
    public static IReadOnlyList<(string Name, string Sounds)> All { get; } =
    [
        ("Zephyr", "bright"), ("Puck", "upbeat"), ("Charon", "informative"), ("Kore", "firm"), ("Fenrir", "excitable"),
        ("Leda", "youthful"), ("Orus", "firm"), ("Aoede", "breezy"), ("Callirrhoe", "easy-going"), ("Autonoe", "bright"),
        ("Enceladus", "breathy"), ("Iapetus", "clear"), ("Umbriel", "easy-going"), ("Algieba", "smooth"), ("Despina", "smooth"),
        ("Erinome", "clear"), ("Algenib", "gravelly"), ("Rasalgethi", "informative"), ("Laomedeia", "upbeat"), ("Achernar", "soft"),
        ("Alnilam", "firm"), ("Schedar", "even"), ("Gacrux", "mature"), ("Pulcherrima", "forward"), ("Achird", "friendly"),
        ("Zubenelgenubi", "casual"), ("Vindemiatrix", "gentle"), ("Sadachbia", "lively"), ("Sadaltager", "knowledgeable"), ("Sulafat", "warm"),
    ];
}
