using System.Text.RegularExpressions;
using Xunit;

namespace GeminiStudio.Web.Tests.Architecture;

/// <summary>What markup may hold: the CSP and the design decide.</summary>
public sealed partial class ComponentTests
{
    private static readonly string[] Web = ["src/GeminiStudio.Web"];

    /// <summary>Inline styles that carry a number only the server knows; everything else is a class. <c>File.razor: why</c>.</summary>
    private static readonly Dictionary<string, string> InlineStyles = new(StringComparer.Ordinal);

    /// <summary>Ids that another element points at (label for, aria-*) or that Blazor itself asks for.</summary>
    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal)
    {
    };

    [Fact]
    public void A_component_asks_a_service_and_never_the_database() =>
        SourceFiles.AssertNone(
            "LINQ to the database and SQL belong in a store of the core.",
            SourceFiles.Find(SourceFiles.Under(Web, ".razor", ".razor.cs"), Database()));

    [Fact]
    public void Style_attributes_stand_only_where_a_number_must() =>
        SourceFiles.AssertNone(
            "Use a class in the component's own stylesheet, or name the file and the reason in ComponentTests.",
            Outside(InlineStyles, SourceFiles.Find(SourceFiles.Under(Web, ".razor"), StyleAttribute())));

    [Fact]
    public void Ids_stand_only_where_something_points_at_them() =>
        SourceFiles.AssertNone(
            "Two instances of a component would share the id: use a class or data-testid, or a computed id (id=\"@...\").",
            Outside(Ids, SourceFiles.Find(SourceFiles.Under(Web, ".razor"), FixedId())));

    [Fact]
    public void Allowances_are_for_files_that_use_them()
    {
        var styles = InlineStyles.Keys.Where(path => !Uses(path, StyleAttribute()));
        var ids = Ids.Keys.Where(path => !Uses(path, FixedId()));

        SourceFiles.AssertNone("Take the allowance out: the file no longer needs it.", [.. styles, .. ids]);
    }

    [Fact]
    public void Scripts_styles_and_pictures_come_from_our_own_origin() =>
        SourceFiles.AssertNone(
            "No CDN: vendor it under wwwroot.",
            SourceFiles.Find([.. SourceFiles.Under(Web, ".razor", ".css", ".js"), .. SourceFiles.Under(["wwwroot"], ".css")], OtherOrigin()));

    [Fact]
    public void No_script_stands_inside_markup() =>
        SourceFiles.AssertNone(
            "The CSP refuses it: make it a module.",
            SourceFiles.Find(SourceFiles.Under(Web, ".razor"), InlineScript()));

    private static IEnumerable<string> Outside(Dictionary<string, string> allowed, IEnumerable<string> found) =>
        found.Where(place => !allowed.Keys.Any(path => place.StartsWith($"{Web[0]}/{path}:", StringComparison.Ordinal)));

    private static bool Uses(string path, Regex pattern) => SourceFiles.Find([$"{Web[0]}/{path}"], pattern).Any();

    [GeneratedRegex(@"DbContext|StudioDb\b|EntityFrameworkCore|Microsoft\.Data\.Sqlite|\bNpgsql")]
    private static partial Regex Database();

    [GeneratedRegex(@"\s[Ss]tyle=""")]
    private static partial Regex StyleAttribute();

    [GeneratedRegex(@"\s[Ii]d=""[^@""]")]
    private static partial Regex FixedId();

    [GeneratedRegex(@"(src|href|srcset)\s*=\s*""(https?:)?//[^""]*\.(js|mjs|css|woff2?|png|svg|ico)|@import\s+(url\()?[""']?(https?:)?//|url\([""']?(https?:)?//|\bimport\b[^;]*[""'](https?:)?//")]
    private static partial Regex OtherOrigin();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|\son(click|load|error|submit|input|change)=""")]
    private static partial Regex InlineScript();
}
