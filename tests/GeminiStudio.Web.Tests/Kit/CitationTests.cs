using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using GeminiStudio.TestRig;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Kit.Markdown;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class CitationTests : Screen
{
    [Fact]
    public void A_recorded_answer_has_a_mark_behind_each_supported_sentence_and_its_sources_below()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Recorded("unary-success-google-search-grounding.json")));

        Assert.Equal(["1", "2", "2"], card.FindAll("[data-testid=citation]").Select(m => m.TextContent));
        Assert.Contains("is cloudy.1 The temperature is 67°F (19°C), but it feels like 75°F (24°C).2 There", card.Find("[data-testid=turn-text]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["1accuweather.com", "2Weather information for locality: Londonwww.google.com"], card.FindAll("[data-testid=source]").Select(s => s.TextContent));
        Assert.Contains("current weather in London", card.Markup, StringComparison.Ordinal);
        var frame = card.Find("iframe");
        Assert.Equal("allow-popups allow-popups-to-escape-sandbox", frame.GetAttribute("sandbox"));
        Assert.EndsWith("/suggestions", frame.GetAttribute("src"), StringComparison.Ordinal);
    }

    [Fact]
    public void Fetched_pages_show_what_became_of_each()
    {
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Recorded("unary-success-url-context-mixed-validity.json")));

        Assert.Equal(["Not reached", "Read", "Not reached"], card.FindAll(".urls .chip").Select(c => c.TextContent));
    }

    [Theory]
    [InlineData("**Bold.** Plain.", 0, 9, "<strong>")]
    [InlineData("- One.\n- Two.", 0, 6, "<ul>")]
    [InlineData("1. One.\n2. Two.", 0, 7, "<ol>")]
    [InlineData("## Title\n\nText.", 0, 8, "<h2>")]
    [InlineData("> Quoted.", 0, 9, "<blockquote>")]
    [InlineData("See [it](https://a.example/x).", 0, 30, "<a ")]
    public void Marks_leave_the_markup_as_it_was(string text, int from, int to, string tag)
    {
        var marked = CitationMarks.Insert(text, [new SupportedSpan(from, to, [3])]);

        var html = string.Concat(MarkdownBlocks.Parse(marked, 0, 0)!.OfType<HtmlBlock>().Select(b => b.Html));

        Assert.Contains(tag, html, StringComparison.Ordinal);
        Assert.Contains("data-cite=\"3\"", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"cs\" data-cs=\"0\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\ufdd0', html);
    }

    [Fact]
    public void Code_and_a_texts_own_brackets_hold_no_marks()
    {
        const string Text = "```py\nprint(1)\n```\n\nHe said ⸢\ufdd01.1⸣ and ⸢so⸣ `x`.";

        var blocks = MarkdownBlocks.Parse(CitationMarks.Insert(Text, [new SupportedSpan(8, 12, [1]), new SupportedSpan(45, 47, [1])]), 0, 0)!;

        Assert.Equal("print(1)", string.Concat(Assert.IsType<CodeBlockText>(blocks[0]).Pieces));
        var html = string.Concat(blocks.OfType<HtmlBlock>().Select(b => b.Html));
        Assert.Contains("⸢so⸣", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("data-cite=\"1\" data-cs=\"1\" data-testid=\"citation\" aria-label=\"Source 1\">1</button>⸣", html, StringComparison.Ordinal);
    }

    private static TurnView Recorded(string file)
    {
        var json = File.ReadAllText(RepositoryRoot.Path("tests", "GeminiStudio.Gemini.Tests", "Recorded", file));
        var texts = JsonNode.Parse(json)!["candidates"]![0]!["content"]!["parts"]!.AsArray().Select(p => (string?)p!["text"]).OfType<string>().ToList();
        return Model(TurnState.Completed, string.Concat(texts)) with { FinishReason = "STOP", Grounding = GroundingReader.Read(json, texts) };
    }
}
