using AngleSharp.Html.Parser;
using GeminiStudio.Web.Kit.Markdown;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class MarkdownBlocksTests
{
    [Fact]
    public void A_message_at_its_end_is_the_same_markup_in_fewer_blocks()
    {
        var blocks = MarkdownBlocks.Parse("# One\n\ntwo\n\n```cs\nthree\n```\n\n- four\n\nfive", 0, 0)!;

        var joined = MarkdownBlocks.Joined(blocks);

        Assert.Equal([typeof(HtmlBlock), typeof(CodeBlockText), typeof(HtmlBlock)], joined.Select(b => b.GetType()));
        Assert.Equal(string.Concat(blocks.OfType<HtmlBlock>().Select(b => b.Html)), string.Concat(joined.OfType<HtmlBlock>().Select(b => b.Html)));
    }

    public static TheoryData<string> Attacks => new(
        "<script>window.__x=1</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><foreignObject><iframe src=//e></iframe></foreignObject></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "![x](https://e.example/p.png \"a\\\" onerror=alert(1)\")",
        "<javascript:alert(1)>",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "[x](https://e.example){onclick=alert(1)}",
        "# h {onmouseover=alert(1) style=position:fixed}",
        "```js\" onmouseover=\"alert(1)\n</code></pre><script>alert(1)</script>\n```",
        "`<img src=x onerror=alert(1)>`",
        "[\"><img src=x onerror=alert(1)>](https://e.example)",
        "[x](https://e.example/\"onmouseover=\"alert(1))",
        "|<script>alert(1)</script>|b|\n|---|---|\n|<img src=x onerror=alert(1)>|c|",
        "<style>*{background:url(https://e.example/x)}</style>",
        "<form action=https://e.example><button formaction=javascript:alert(1)>x</button></form>",
        "![](https://www.youtube.com/watch?v=1)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "[x](//e.example/p)",
        "https://user:secret@e.example/");

    [Theory, MemberData(nameof(Attacks))]
    public async Task An_attack_is_shown_as_text_or_as_a_plain_link(string attack)
    {
        var html = Html(await BlocksAsync(attack));

        var page = new HtmlParser().ParseDocument("<body>" + html).Body!;
        Assert.Empty(page.QuerySelectorAll("script,img,svg,iframe,style,form,object,embed,link,video,audio,input"));
        Assert.DoesNotContain(page.QuerySelectorAll("*").SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style" or "src" or "srcset");
        Assert.All(page.QuerySelectorAll("a"), a => Assert.Matches("^(https?://|mailto:)", a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_link_opens_apart_and_shows_where_it_leads()
    {
        var html = Html(await BlocksAsync("[our bank](https://evil.example/login)"));

        Assert.Contains("rel=\"noopener noreferrer nofollow\"", html);
        Assert.Contains("target=\"_blank\"", html);
        Assert.Contains("title=\"evil.example\"", html);
    }

    [Theory]
    [InlineData("![p](https://e.example/x.png?q=secret)")]
    [InlineData("![p][r]\n\n[r]: https://e.example/x.png")]
    public async Task A_picture_of_another_server_is_a_chip_with_its_host(string markdown)
    {
        var html = Html(await BlocksAsync(markdown));

        Assert.DoesNotContain("<img", html);
        Assert.Contains("e.example", html);
        Assert.Contains("Load", html);
    }

    [Fact]
    public async Task Tables_tasks_and_struck_text_are_rendered()
    {
        var html = Html(await BlocksAsync("|a|b|\n|---|--:|\n|1|2|\n\n- [x] done\n- [ ] not\n\n~~no~~ **yes**"));

        Assert.Contains("<td class=\"r\">2</td>", html);
        Assert.Contains("☑", html);
        Assert.Contains("<del>no</del>", html);
        Assert.Contains("<strong>yes</strong>", html);
    }

    [Fact]
    public async Task While_text_grows_only_the_last_block_changes()
    {
        var document = new MarkdownBlocks(new FakeTimeProvider());
        var before = await document.UpdateAsync("# One\n\nTwo\n\nThr", CancellationToken.None);

        var after = await document.UpdateAsync("# One\n\nTwo\n\nThree\n\nFour", CancellationToken.None);

        Assert.Same(before[0], after[0]);
        Assert.Same(before[1], after[1]);
        Assert.Equal([0, 1, 2, 3], after.Select(b => b.Key));
        Assert.Equal("<p>Three</p>", Assert.IsType<HtmlBlock>(after[2]).Html);
    }

    [Fact]
    public async Task Text_that_arrives_in_pieces_ends_like_text_that_comes_at_once()
    {
        const string text = "# T\n\n1. a\n2. b\n\n   more\n\n```cs\nvar x = 1;\n\nvar y;\n```\n\n> q\n\n|a|\n|-|\n|1|\n\nend **bold** [l](https://e.example)";
        var document = new MarkdownBlocks(new FakeTimeProvider());

        for (var i = 1; i <= text.Length; i++)
        {
            await document.UpdateAsync(text[..i], CancellationToken.None);
        }

        Assert.Equal(Html(await BlocksAsync(text)), Html(document.Current));
    }

    [Fact]
    public async Task A_growing_fence_keeps_its_first_pieces()
    {
        var document = new MarkdownBlocks(new FakeTimeProvider());
        var lines = string.Concat(Enumerable.Range(0, 400).Select(i => $"line number {i}\n"));
        var before = (CodeBlockText)(await document.UpdateAsync("```text\n" + lines, CancellationToken.None))[0];

        var after = (CodeBlockText)(await document.UpdateAsync("```text\n" + lines + "more\n", CancellationToken.None))[0];

        Assert.True(before.Pieces.Count > 4);
        Assert.Equal(before.Pieces.SkipLast(1), after.Pieces.Take(before.Pieces.Count - 1));
        Assert.Equal(lines + "more", string.Concat(after.Pieces));
    }

    [Theory(Timeout = 20_000)] // a parser that does not end, and not one that is slow
    [InlineData("[", 50_000)]
    [InlineData("[a](", 20_000)]
    [InlineData(">", 5_000)]
    [InlineData("- ", 3_000)]
    [InlineData("*a_", 20_000)]
    [InlineData("x", 5_000_000)]
    public async Task What_cannot_be_rendered_in_time_is_shown_as_it_is(string unit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));

        var blocks = await new MarkdownBlocks(TimeProvider.System).UpdateAsync(text, TestContext.Current.CancellationToken);

        if (blocks is [PlainBlock plain])
        {
            var shown = string.Concat(plain.Pieces);
            Assert.StartsWith(shown, text, StringComparison.Ordinal);
            Assert.Equal(text.Length, shown.Length + plain.Left);
            Assert.True(plain.Left == 0 || shown.Length >= MarkdownBlocks.MaxPlain - 1);
        }
    }

    [Fact]
    public async Task Pieces_never_cut_a_character_in_two()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 200_000));

        var blocks = await BlocksAsync(text);

        var plain = Assert.IsType<PlainBlock>(Assert.Single(blocks));
        Assert.All(plain.Pieces, p => Assert.False(char.IsLowSurrogate(p[0])));
    }

    [Fact]
    public void The_sanitizer_removes_what_a_renderer_should_never_have_written() =>
        Assert.Equal("<p>a</p>", MarkdownSanitizer.Clean("<p onclick=x style=color:red class=mud-dialog>a<script>1</script><img src=//e></p>").Replace(" class=\"\"", ""));

    private static async Task<IReadOnlyList<MarkdownBlock>> BlocksAsync(string text) =>
        await new MarkdownBlocks(new FakeTimeProvider()).UpdateAsync(text, CancellationToken.None);

    private static string Html(IEnumerable<MarkdownBlock> blocks) => string.Join('\n', blocks.Select(b => b switch
    {
        HtmlBlock html => html.Html,
        CodeBlockText code => $"<pre>{System.Net.WebUtility.HtmlEncode(code.Language + ":" + string.Concat(code.Pieces))}</pre>",
        PlainBlock plain => System.Net.WebUtility.HtmlEncode(string.Concat(plain.Pieces)),
        _ => "",
    }));
}
