using System.Text.RegularExpressions;
using Xunit;

namespace GeminiStudio.Web.Tests.Architecture;

/// <summary>Places where a text could become markup or script, and connections that could leave: each is named here or does not exist.</summary>
public sealed partial class SinkTests
{
    /// <summary>File and why it may.</summary>
    private static readonly Dictionary<string, string> Markup = new(StringComparer.Ordinal)
    {
        ["src/GeminiStudio.Web/Kit/Markdown/MarkdownBlock.cs"] = "what the sanitizer let through",
        ["src/GeminiStudio.Web/Kit/IconShapes.cs"] = "constants of the file itself",
    };

    private static readonly Dictionary<string, string> BannedUse = new(StringComparer.Ordinal)
    {
        ["src/GeminiStudio.Gemini/GeminiHttpClient.cs"] = "one of the two outbound clients",
        ["src/GeminiStudio/GuardedHttpClient.cs"] = "the other of the two outbound clients",
        ["src/GeminiStudio.Web/Kit/Markdown/MarkdownBlock.cs"] = Markup["src/GeminiStudio.Web/Kit/Markdown/MarkdownBlock.cs"],
        ["src/GeminiStudio.Web/Kit/IconShapes.cs"] = Markup["src/GeminiStudio.Web/Kit/IconShapes.cs"],
    };

    private static readonly string[] MustBeBanned =
    [
        "System.Net.Http.HttpClient.#ctor", "System.Net.Http.HttpMessageInvoker.#ctor", "System.Net.Http.SocketsHttpHandler.#ctor", "T:System.Net.Http.HttpClientHandler", "T:System.Net.WebRequest",
        "T:System.Net.Dns", "T:System.Net.Sockets.Socket", "T:System.Net.Sockets.TcpClient", "T:System.Net.WebSockets.ClientWebSocket", "P:System.DateTime.Now", "P:System.DateTime.UtcNow",
        "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow", "System.Threading.Tasks.Task.Delay(System.TimeSpan)", "System.Threading.Tasks.Task.Delay(System.Int32)", "System.Threading.Thread.Sleep(",
        "System.Threading.CancellationTokenSource.#ctor(System.TimeSpan)", "System.Threading.PeriodicTimer.#ctor(System.TimeSpan)", "T:System.Threading.Timer", "T:Microsoft.AspNetCore.Components.MarkupString",
    ];

    [Fact]
    public void Markup_is_made_in_the_renderer_alone() =>
        SourceFiles.AssertNone(
            "Only the markdown renderer makes markup, and the sanitizer is the last to touch it.",
            Outside(Markup, SourceFiles.Find(SourceFiles.Under(["src/GeminiStudio.Web"], ".cs", ".razor"), MakesMarkup())));

    [Fact]
    public void Scripts_write_text_and_never_markup_or_code() =>
        SourceFiles.AssertNone(
            "Use textContent.",
            SourceFiles.Find(SourceFiles.Under(["src/GeminiStudio.Web"], ".js"), WritesMarkup()));

    [Fact]
    public void No_page_holds_a_frame() =>
        SourceFiles.AssertNone("A frame needs a sandbox and a place in the design.", SourceFiles.Find(SourceFiles.Under(["src/GeminiStudio.Web"], ".razor", ".cs"), Frame()));

    [Fact]
    public void A_banned_symbol_is_used_only_where_it_is_written_down() =>
        SourceFiles.AssertNone(
            "Name the file and the reason in SinkTests.",
            Outside(BannedUse, SourceFiles.Find(SourceFiles.Under(["src"], ".cs", ".razor", ".csproj", ".props"), Excuse())));

    [Fact]
    public void What_the_design_forbids_is_on_the_list_that_the_compiler_reads()
    {
        var list = SourceFiles.Text("src/BannedSymbols.txt");

        SourceFiles.AssertNone("It is missing in src/BannedSymbols.txt.", MustBeBanned.Where(symbol => !list.Contains(symbol, StringComparison.Ordinal)));
        Assert.Contains("BannedSymbols.txt", SourceFiles.Text("src/Directory.Build.props"), StringComparison.Ordinal);
        Assert.DoesNotContain("RS0030", SourceFiles.Text(".editorconfig"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Outside(Dictionary<string, string> allowed, IEnumerable<string> found) =>
        found.Where(place => !allowed.Keys.Any(path => place.StartsWith(path + ":", StringComparison.Ordinal)));

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b")]
    private static partial Regex MakesMarkup();

    [GeneratedRegex(@"\b(inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write|createContextualFragment|setHTML|DOMParser|\beval\(|new Function\(|srcdoc|set(Timeout|Interval)\(\s*['""`]")]
    private static partial Regex WritesMarkup();

    [GeneratedRegex(@"<i?frame\b|<object\b|<embed\b", RegexOptions.IgnoreCase)]
    private static partial Regex Frame();

    [GeneratedRegex(@"RS0030")]
    private static partial Regex Excuse();
}
