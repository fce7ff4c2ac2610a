using System.Net;
using System.Text.RegularExpressions;
using GeminiStudio.TestRig;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>The emulator's README is what people script it from, so it may neither lag behind nor promise too much.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Project = RepositoryRoot.Path("src", "GeminiStudio.Emulator");

    private static IReadOnlyList<string> Examples =>
        [.. Example().Matches(File.ReadAllText(Path.Combine(Project, "README.md"))).Select(m => m.Groups["line"].Value)];

    [Fact]
    public async Task Every_example_is_understood()
    {
        await using var session = await StartAsync();

        foreach (var line in Examples.Where(l => !l.StartsWith("!!wait", StringComparison.Ordinal)))
        {
            using var response = await session.StreamAsync(Ask($"Hello\n{line}"), until: HttpCompletionOption.ResponseHeadersRead);
            var refusal = response.StatusCode == HttpStatusCode.BadRequest ? await response.Content.ReadAsStringAsync(Cancelled) : "";

            Assert.False(refusal.Contains("The emulator cannot read", StringComparison.Ordinal), line);
        }
    }

    [Fact]
    public void Every_directive_has_an_example()
    {
        var source = File.ReadAllText(Path.Combine(Project, "Scripts", "Directives.cs"));
        var known = Name().Matches(source).Select(m => m.Groups["name"].Value).ToList();

        Assert.True(known.Count > 15);
        Assert.Empty(known.Except(Examples.Select(l => l[2..].Split(' ')[0])));
    }

    [GeneratedRegex("`(?<line>!![a-z][^`]*)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex("new\\(\"(?<name>[a-z-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
