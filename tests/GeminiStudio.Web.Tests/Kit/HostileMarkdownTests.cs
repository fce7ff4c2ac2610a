using AngleSharp.Html.Parser;
using CsCheck;
using GeminiStudio.TestRig;
using GeminiStudio.Web.Kit.Markdown;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Web.Tests.Kit;

/// <summary>What strangers write, through the one renderer; what a browser makes of it is tested in Chromium.</summary>
public sealed class HostileMarkdownTests
{
    private static readonly HashSet<string> Attributes = ["href", "title", "rel", "target", "class", "start", "type", "data-copy", "data-lang", "aria-label"];

    private static readonly string[] Marks =
    [
        "[", "]", "(", ")", "!", "*", "_", "~~", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "|", "|-|", "#", "<", ">", "&", "&#x6A;", "\\", "\"", "'", "http://e.example/", "javascript:", " ", "    ", "\t", "x", "\ud800", "\0", "\u202e", ":", "[^1]", "[a]: ", "<!--", "<script>", "- [ ] ",
    ];

    public static TheoryData<string, int> Deep => new()
    {
        { "> ", 200 }, { ">", 120 }, { "- ", 200 }, { "1. ", 100 }, { "[", 1_000 }, { "![", 1_000 }, { "[a](", 1_000 }, { "*", 2_000 }, { "**a ", 1_000 }, { "~~a", 1_000 }, { "_a*", 1_000 },
        { "`", 3_000 }, { "```\n", 300 }, { "|", 3_000 }, { "<", 3_000 }, { "&#", 1_500 }, { "\\", 3_000 }, { "- > ", 200 }, { "[a]: b\n", 500 },
    };

    [Fact]
    public async Task Every_payload_becomes_text_and_what_the_page_gets_is_what_the_sanitizer_let_through()
    {
        var parser = new HtmlParser();
        foreach (var payload in HostilePayloads.All)
        {
            foreach (var block in (await BlocksAsync(payload)).OfType<HtmlBlock>())
            {
                Assert.Equal(block.Html, MarkdownSanitizer.Clean(block.Html)); // the sanitizer was the last: it has nothing left to take out
                var body = parser.ParseDocument("<body>" + block.Html).Body!;
                Assert.Empty(body.QuerySelectorAll("script,img,svg,math,iframe,object,embed,video,audio,source,picture,style,link,meta,base,form,input,template"));
                Assert.Empty(body.QuerySelectorAll("*").SelectMany(e => e.Attributes).Select(a => a.Name).Except(Attributes));
                Assert.All(body.QuerySelectorAll("a"), a => Assert.Matches("^(https?://[^/@]+(/|$)|mailto:)", a.GetAttribute("href")));
                Assert.All(body.QuerySelectorAll("a"), a => Assert.Equal("noopener noreferrer nofollow", a.GetAttribute("rel")));
            }
        }
    }

    [Theory, MemberData(nameof(Deep))]
    public void What_nests_too_deeply_for_the_parser_is_shown_as_text(string unit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));

        var blocks = MarkdownBlocks.Parse(text, 0, 0);

        Assert.True(blocks is null || blocks.OfType<HtmlBlock>().All(b => b.Html == MarkdownSanitizer.Clean(b.Html)));
    }

    [Fact]
    public void The_parser_s_own_exception_on_depth_is_one_of_ours()
    {
        var deep = string.Concat(Enumerable.Repeat("> ", 200)) + "x";

        Assert.ThrowsAny<Exception>(() => Markdig.Markdown.Parse(deep));
        Assert.Null(MarkdownBlocks.Parse(deep, 0, 0));
    }

    [Fact]
    public void No_mixture_of_marks_breaks_the_renderer() =>
        Gen.Int[0, Marks.Length - 1]
            .Array[0, 60].Sample(
                parts =>
                {
                    var blocks = MarkdownBlocks.Parse(string.Concat(parts.Select(i => Marks[i])), 0, 0);
                    Assert.All(blocks?.OfType<HtmlBlock>() ?? [], b => Assert.Equal(b.Html, MarkdownSanitizer.Clean(b.Html)));
                },
                iter: Environment.GetEnvironmentVariable("STUDIO_NIGHTLY") == "1" ? 200_000 : 2_000);

    [Fact]
    public async Task A_message_of_256_KB_is_rendered_and_a_longer_one_is_plain_with_its_start_shown()
    {
        var paragraph = new string('a', 1023) + "\n\n"; // many small blocks, so that only the size decides
        var fits = string.Concat(Enumerable.Repeat(paragraph, 100));
        var (rendered, plain) = (await BlocksAsync(fits), await BlocksAsync(string.Concat(Enumerable.Repeat(paragraph, 300))));

        Assert.All(rendered, b => Assert.IsType<HtmlBlock>(b));
        Assert.Equal(300 * paragraph.Length - MarkdownBlocks.MaxPlain, Assert.IsType<PlainBlock>(Assert.Single(plain)).Left);
    }

    [Theory]
    [InlineData("[our bank](https://evil.example/)", "our bank")]
    [InlineData("[accounts.google.com](https://evil.example/)", "accounts.google.com (evil.example)")]
    [InlineData("[https://google.com](https://evil.example/)", "https://google.com (evil.example)")]
    [InlineData("[https://evil.example@google.com](https://evil.example/)", "https://evil.example@google.com (evil.example)")]
    [InlineData("[\u202emoc.elgoog](https://evil.example/)", "‹U+202E›moc.elgoog (evil.example)")]
    [InlineData("[paypal](https://pаypal.example/)", "paypal (xn--pypal-4ve.example)")]
    [InlineData("[see **evil.example**](https://evil.example/x)", "see evil.example")]
    [InlineData("<https://evil.example/x>", "https://evil.example/x")]
    public async Task A_link_that_says_another_place_shows_its_own(string markdown, string shown)
    {
        var html = Assert.IsType<HtmlBlock>(Assert.Single(await BlocksAsync(markdown))).Html;

        Assert.Equal(shown, new HtmlParser().ParseDocument(html).QuerySelector("a")!.TextContent);
    }

    private static async Task<IReadOnlyList<MarkdownBlock>> BlocksAsync(string text) =>
        await new MarkdownBlocks(new FakeTimeProvider()).UpdateAsync(text, CancellationToken.None);
}
