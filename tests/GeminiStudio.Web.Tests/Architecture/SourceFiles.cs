using System.Text.RegularExpressions;
using GeminiStudio.TestRig;
using Xunit;

namespace GeminiStudio.Web.Tests.Architecture;

/// <summary>The checkout's files as the architecture tests read them: text, without what builds leave behind.</summary>
internal static class SourceFiles
{
    private static readonly string Root = RepositoryRoot.Find();

    /// <summary>Paths below the root with forward slashes, whose names end in one of these.</summary>
    public static IReadOnlyList<string> Under(string[] folders, params string[] endings) =>
        [.. SourceCopy.Files(Root, folders)
            .Select(path => path.Replace('\\', '/'))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];

    public static bool IsGenerated(string path) =>
        path.Contains("/Migrations/", StringComparison.Ordinal) || path.EndsWith(".g.cs", StringComparison.Ordinal)
        || path.EndsWith(".Designer.cs", StringComparison.Ordinal);

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Where the pattern occurs, as <c>path:line: text</c>, so that a failure leads to the place.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> paths, Regex pattern) =>
        from path in paths
        from line in Lines(path).Index()
        where pattern.IsMatch(line.Item)
        select $"{path}:{line.Index + 1}: {line.Item.Trim()}";

    /// <summary>Passes when nothing offends; else lists what does, under the rule that it breaks.</summary>
    public static void AssertNone(string rule, IEnumerable<string> offenders)
    {
        var found = offenders.ToList();
        Assert.True(found.Count == 0, $"{rule}\n  {string.Join("\n  ", found)}");
    }
}
