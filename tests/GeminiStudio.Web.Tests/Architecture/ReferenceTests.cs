using System.Xml.Linq;
using Xunit;

namespace GeminiStudio.Web.Tests.Architecture;

/// <summary>Project references go one way, and each project sees only the libraries of its layer.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["GeminiStudio.Gemini"] = [],
        ["GeminiStudio.Emulator"] = [],
        ["GeminiStudio"] = ["GeminiStudio.Gemini"],
        ["GeminiStudio.Web"] = ["GeminiStudio", "GeminiStudio.Emulator"],
    };

    /// <summary>Starts of assembly names, after the base class library's.</summary>
    private static readonly Dictionary<string, string[]> ForbiddenAssemblies = new(StringComparer.Ordinal)
    {
        ["GeminiStudio.Gemini"] = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "MudBlazor", "Npgsql", "GeminiStudio"],
        ["GeminiStudio.Emulator"] = ["GeminiStudio", "Microsoft.EntityFrameworkCore", "MudBlazor"],
        ["GeminiStudio"] = ["MudBlazor", "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Http", "GeminiStudio.Web", "GeminiStudio.Emulator"],
        ["GeminiStudio.Web"] = ["Npgsql", "Microsoft.Data.Sqlite"],
    };

    public static TheoryData<string> Projects => [.. AllowedProjects.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_projects_below_it(string project)
    {
        var referenced = Load($"src/{project}/{project}.csproj").Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        SourceFiles.AssertNone($"{project} may reference only [{string.Join(", ", AllowedProjects[project])}].", referenced.Except(AllowedProjects[project]));
    }

    [Theory, MemberData(nameof(Projects))]
    public void An_assembly_uses_only_what_its_layer_may_see(string project)
    {
        var used = System.Reflection.Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!);

        SourceFiles.AssertNone(
            $"{project} uses libraries of another layer.",
            used.Where(name => ForbiddenAssemblies[project].Any(start => name.StartsWith(start, StringComparison.Ordinal))
                               && !AllowedProjects[project].Contains(name)));
    }

    [Fact]
    public void The_wire_client_needs_the_base_library_and_Polly_alone()
    {
        var packages = Load("src/GeminiStudio.Gemini/GeminiStudio.Gemini.csproj").Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "FrameworkReference")
            .Select(element => element.Attribute("Include")!.Value);

        SourceFiles.AssertNone("GeminiStudio.Gemini may use Polly.Core only.", packages.Except(["Polly.Core"]));
    }

    [Fact]
    public void A_package_has_one_version_and_it_stands_in_one_place()
    {
        var projects = SourceFiles.Under(["src", "tests", "e2e"], ".csproj", ".props", ".targets");

        SourceFiles.AssertNone(
            "Versions belong in Directory.Packages.props.",
            from path in projects
            from reference in Load(path).Descendants("PackageReference")
            where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.Element("Version") is not null
            select $"{path}: {reference.Attribute("Include")?.Value}");
    }

    [Fact]
    public void The_emulator_has_no_settings_file_that_would_clash_with_the_studios() =>
        SourceFiles.AssertNone(
            "Two appsettings.json would overwrite each other in the publish folder.",
            SourceFiles.Under(["src/GeminiStudio.Emulator"], ".json").Where(path => Path.GetFileName(path).StartsWith("appsettings", StringComparison.Ordinal)));

    private static XDocument Load(string path) => XDocument.Parse(SourceFiles.Text(path));
}
