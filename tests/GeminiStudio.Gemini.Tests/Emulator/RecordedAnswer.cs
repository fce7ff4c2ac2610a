using System.Runtime.CompilerServices;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>An answer that Google really sent, from the folder Recorded of this project.</summary>
internal static class RecordedAnswer
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder(), name));

    /// <summary>The JSON of each event of a recorded stream.</summary>
    public static IEnumerable<string> Events(string name) =>
        Read(name).Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l["data: ".Length..]);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Recorded");
}
