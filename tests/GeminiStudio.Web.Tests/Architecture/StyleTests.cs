using System.Text.RegularExpressions;
using Xunit;

namespace GeminiStudio.Web.Tests.Architecture;

/// <summary>What a reader may count on in every file.</summary>
public sealed partial class StyleTests
{
    private static readonly string[] All = ["src", "tests", "e2e"];

    /// <summary>The longest ending that fits decides.</summary>
    private static readonly (string Ending, int Lines)[] Ceilings = [(".razor.css", 120), (".razor", 150), (".cs", 250)];

    [Fact]
    public void No_file_is_longer_than_its_ceiling() =>
        SourceFiles.AssertNone(
            "Split what has grown past its ceiling.",
            from path in SourceFiles.Under(["src"], ".cs", ".razor", ".razor.css")
            where !SourceFiles.IsGenerated(path)
            let ceiling = Ceilings.First(ceiling => path.EndsWith(ceiling.Ending, StringComparison.Ordinal)).Lines
            let lines = SourceFiles.Lines(path).Length
            where lines > ceiling
            select $"{path}: {lines} lines, ceiling {ceiling}");

    [Fact]
    public void A_file_is_named_after_what_it_is() =>
        SourceFiles.AssertNone(
            "Helper, Utils, Manager, Common and Base say nothing: use the product's words.",
            SourceFiles.Under(All, ".cs", ".razor").Where(path => VagueName().IsMatch(Path.GetFileName(path).Split('.')[0])));

    [Fact]
    public void Nothing_is_left_for_later() =>
        SourceFiles.AssertNone(
            "Finish it or take it out.",
            SourceFiles.Find(SourceFiles.Under(All, ".cs", ".razor", ".js", ".css").Where(path => !path.EndsWith($"/{nameof(StyleTests)}.cs", StringComparison.Ordinal)), Leftover()));

    [Fact]
    public void Nobody_blocks_on_a_task_or_loses_one() =>
        SourceFiles.AssertNone(
            "Await it: async void loses the exception, .Result and .Wait() hold a thread.",
            SourceFiles.Find(SourceFiles.Under(["src"], ".cs", ".razor"), Blocking()));

    [Fact]
    public void The_screen_holds_no_connection_of_its_own() =>
        SourceFiles.AssertNone(
            "Web asks services; only the two outbound clients, in the core, hold an HttpClient.",
            SourceFiles.Find(SourceFiles.Under(["src/GeminiStudio.Web"], ".cs", ".razor"), OutboundClient()));

    [GeneratedRegex(@"(Helper|Helpers|Util|Utils|Manager|Common|Misc|Base)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException|\bSkip\s*=")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"\basync void\b|\.Result\b(?!\s*\()(?=\s*[;.,)])|\.Wait\(|\.GetAwaiter\(\)\.GetResult\(\)")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bI?HttpClient(Factory)?\b")]
    private static partial Regex OutboundClient();
}
