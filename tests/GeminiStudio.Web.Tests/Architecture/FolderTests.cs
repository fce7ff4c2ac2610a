using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Xunit;
using CodeModel = ArchUnitNET.Domain.Architecture;

namespace GeminiStudio.Web.Tests.Architecture;

/// <summary>Folders are features. In the core a folder uses only folders to its left; on the screen features never use each other.</summary>
public sealed class FolderTests
{
    private static readonly string[] CoreOrder =
        ["Data", "Audit", "Access", "People", "Keys", "Usage", "Files", "Functions", "Sessions", "Runs", "Prompts", "Evaluation"];

    private static readonly string[] WebFeatures =
        ["Chat", "Prompts", "Compare", "Evaluation", "Usage", "Models", "Keys", "Team", "Files", "Export", "Account", "Gateway"];

    private static readonly string[] WebShared = ["Shell", "Kit", "Parameters", "Functions"];

    private static readonly Lazy<CodeModel> Core = new(() => Load("GeminiStudio"));

    private static readonly Lazy<CodeModel> Web = new(() => Load("GeminiStudio.Web"));

    public static TheoryData<string> CoreFolders => [.. CoreOrder];

    public static TheoryData<string> Features => [.. WebFeatures];

    [Theory, MemberData(nameof(CoreFolders))]
    public void A_core_folder_uses_only_folders_to_its_left(string folder)
    {
        var right = CoreOrder[(Array.IndexOf(CoreOrder, folder) + 1)..];

        SourceFiles.AssertNone(
            $"GeminiStudio.{folder} may not use [{string.Join(", ", right)}]: the order is {string.Join(' ', CoreOrder)}.",
            Uses(folder, Core.Value, "GeminiStudio", right));
    }

    [Theory, MemberData(nameof(Features))]
    public void A_screen_feature_uses_no_other_feature(string feature)
    {
        var others = WebFeatures.Except([feature]).ToArray();

        SourceFiles.AssertNone(
            $"Web/{feature} may use only {string.Join(", ", WebShared)}: move what both show into Kit.",
            Uses(feature, Web.Value, "GeminiStudio.Web", others));
    }

    [Theory, InlineData("Kit"), InlineData("Parameters"), InlineData("Functions")]
    public void What_features_share_knows_no_feature(string folder) =>
        SourceFiles.AssertNone(
            $"Web/{folder} is used by features and may not use one.",
            Uses(folder, Web.Value, "GeminiStudio.Web", WebFeatures));

    [Fact]
    public void Every_folder_is_one_that_the_design_names()
    {
        string[] core = [.. CoreOrder];
        string[] web = [.. WebFeatures, .. WebShared, "CommandLine", "Properties"];

        SourceFiles.AssertNone(
            "A new folder is a new feature: name it in the design and in FolderTests, at its place in the order.",
            [.. Folders("src/GeminiStudio").Except(core).Select(name => $"src/GeminiStudio/{name}"),
             .. Folders("src/GeminiStudio.Web").Except(web).Select(name => $"src/GeminiStudio.Web/{name}")]);
    }

    [Fact]
    public void A_namespace_is_the_files_folder() =>
        SourceFiles.AssertNone(
            "File-scoped namespaces equal folders.",
            from path in SourceFiles.Under(["src"], ".cs")
            where !SourceFiles.IsGenerated(path)
            let expected = string.Join('.', Path.GetDirectoryName(path)!.Replace('\\', '/').Split('/').Skip(1))
            from line in SourceFiles.Lines(path)
            where line.StartsWith("namespace ", StringComparison.Ordinal) && line.TrimEnd(';', ' ') != $"namespace {expected}"
            select $"{path}: {line} (expected {expected})");

    private static IEnumerable<string> Folders(string project) =>
        SourceFiles.Under([project], "").Select(path => path.Split('/')).Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct();

    /// <summary>Read from the compiled assembly, so that neither a using, a global using nor an alias hides one.</summary>
    private static IEnumerable<string> Uses(string folder, CodeModel project, string root, string[] others) =>
        from type in project.Types
        where IsIn(type, $"{root}.{folder}")
        from dependency in type.Dependencies
        where others.Any(other => IsIn(dependency.Target, $"{root}.{other}"))
        group dependency by $"{type.FullName} -> {dependency.Target.FullName}" into uses
        orderby uses.Key
        select uses.Key;

    private static bool IsIn(IType type, string name) =>
        type.Namespace?.FullName is { } found && (found == name || found.StartsWith(name + '.', StringComparison.Ordinal)); // a type parameter has none

    private static CodeModel Load(string assembly) => new ArchLoader().LoadAssembly(System.Reflection.Assembly.Load(assembly)).Build();
}
