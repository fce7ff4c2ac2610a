using System.Text.Json;
using System.Text.RegularExpressions;

namespace GeminiStudio.TestRig;

/// <summary>
/// What the Dockerfile says, read from it: tests publish and start the program by its lines, so that a machine without Docker
/// still notices when they no longer work.
/// </summary>
internal sealed partial class DockerfileSteps
{
    private DockerfileSteps(string text)
    {
        var lines = Continuation().Replace(text, " ").Split('\n', StringSplitOptions.TrimEntries);
        var second = Array.FindLastIndex(lines, line => line.StartsWith("FROM ", StringComparison.Ordinal));
        var build = lines[..second];
        var image = lines[second..];
        Copied = [.. After("COPY ", build).SelectMany(line => line.Split(' ')[..^1])];
        Publish = After("RUN ", build).Single(line => line.StartsWith("dotnet publish ", StringComparison.Ordinal)).Split(' ')[1..];
        Environment = After("ENV ", image)
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        EntryPoint = JsonSerializer.Deserialize<string[]>(After("ENTRYPOINT ", image).Single())!;
        User = After("USER ", image).Single();
        HealthCheck = JsonSerializer.Deserialize<string[]>(Health().Match(string.Join('\n', image)).Groups["command"].Value)!;
    }

    /// <summary>Files and folders of the repository that the build sees.</summary>
    public IReadOnlyList<string> Copied { get; }

    /// <summary>The arguments of <c>dotnet</c>.</summary>
    public IReadOnlyList<string> Publish { get; }

    /// <summary>What the image sets for the program.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public IReadOnlyList<string> EntryPoint { get; }

    public string User { get; }

    public IReadOnlyList<string> HealthCheck { get; }

    public static DockerfileSteps Read() => new(File.ReadAllText(RepositoryRoot.Path("Dockerfile")));

    private static IEnumerable<string> After(string instruction, string[] lines) =>
        lines.Where(line => line.StartsWith(instruction, StringComparison.Ordinal)).Select(line => line[instruction.Length..].Trim());

    [GeneratedRegex(@"\\\r?\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^HEALTHCHECK .*CMD (?<command>\[.*\])\s*$", RegexOptions.Multiline)]
    private static partial Regex Health();
}
