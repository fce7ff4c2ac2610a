using System.Text.Json;

namespace GeminiStudio.TestRig;

/// <summary>Texts that try to become more than text: markup, SVG, links and addresses, ways to carry data out, disguises.</summary>
/// <remarks>Each would set <c>window.__x</c>, or ask evil.example, if it ran.</remarks>
internal static class HostilePayloads
{
    public static IReadOnlyList<string> All { get; } =
        JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(RepositoryRoot.Path("tests", "Shared", "Hostile", "payloads.json")))!;

    /// <summary>Twenty to a message, each a paragraph of its own.</summary>
    public static IReadOnlyList<string> Messages { get; } = [.. All.Chunk(20).Select(some => string.Join("\n\n", some))];
}
