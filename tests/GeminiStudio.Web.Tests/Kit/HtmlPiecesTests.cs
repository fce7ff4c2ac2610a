using GeminiStudio.Web.Kit.Markdown;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class HtmlPiecesTests : Screen
{
    private const string Prose = "The server keeps each answer while it arrives & saves what was seen, so that a reader may leave \"and\" come back < later > without loss. ";
    private const string Cjk = "服务器在回答到达时保存每一个字，这样读者可以离开，稍后再回来，什么也不会丢失。サーバーは届いた答えを保存します。";

    public static TheoryData<string> Texts => new(
        string.Concat(Enumerable.Repeat(Prose, 8)),
        string.Concat(Enumerable.Repeat(Cjk, 8)),
        string.Concat(Enumerable.Repeat("👩‍👩‍👧 é ก็ שָׁלוֹם ", 40)),
        string.Concat(Enumerable.Repeat($"**bold {Prose}** and `code < > \"` and *[a link](https://e.example/?a=1&b=\"2\" \"ti<t>le\")* $x^2$ &nbsp; ", 6)),
        $"1. {Prose}{Prose}\n2. b\n\n   {Prose}{Prose}\n   - {Prose}{Prose}\n   - short\n\n9. end",
        $"7. {Prose}{Prose}\n8. - [x] {Prose}",
        $"> {Prose}{Prose}\n>\n> > {Prose}{Prose}\n>\n> ```js\n> {Prose}\n> ```",
        $"|a|b|\n|---|--:|\n|{Prose}|1|\n|x|{Prose}|\n|x|y|\n",
        $"# {Prose}{Prose}\n\nline one  \n{Prose}\nline two {Prose}\n\n---\n\nend");

    [Theory, MemberData(nameof(Texts))]
    public void An_answer_looks_the_same_in_pieces_and_as_a_whole(string text)
    {
        var growing = Render<MarkdownView>(p => p.Add(v => v.Text, text).Add(v => v.ShowsCaret, true)).Find(".prose");
        var whole = Render<MarkdownView>(p => p.Add(v => v.Text, text)).Find(".prose");

        Assert.Equal(whole.InnerHtml, growing.InnerHtml);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Of_text_that_grows_only_its_end_is_sent_again(string text)
    {
        var document = new MarkdownBlocks(new FakeTimeProvider());
        var (before, sent) = ((IReadOnlyList<HtmlPiece>)[], 0);
        for (var length = 20; length <= text.Length; length += 20)
        {
            var blocks = await document.UpdateAsync(text[..length], CancellationToken.None);
            var now = blocks.OfType<HtmlBlock>().SelectMany(block => HtmlPieces.Cut(block.Html)).ToList();
            sent += Sent(before, now);
            before = now;
        }

        Assert.InRange(sent, text.Length / 2, text.Length * 12); // the whole of it each time would be twenty to forty times
    }

    [Fact]
    public void An_answer_may_end_while_its_last_words_are_still_laid_out()
    {
        var text = string.Concat(Enumerable.Repeat(Prose + "\n\n", 200));
        var view = Render<MarkdownView>(p => p.Add(v => v.Text, "").Add(v => v.ShowsCaret, true));

        for (var i = 0; i < 20; i++)
        {
            view.Render(p => p.Add(v => v.Text, text).Add(v => v.ShowsCaret, i == 0));
        }

        view.WaitForAssertion(() => Assert.Equal(200, view.FindAll("p").Count));
    }

    [Theory, MemberData(nameof(Texts))]
    public void An_answer_that_grows_ends_as_it_would_have_come_at_once(string text)
    {
        var view = Render<MarkdownView>(p => p.Add(v => v.Text, "").Add(v => v.ShowsCaret, true));

        for (var length = 0; length < text.Length + 7; length += 7)
        {
            view.Render(p => p.Add(v => v.Text, text[..Math.Min(length, text.Length)]));
        }

        Assert.Equal(Render<MarkdownView>(p => p.Add(v => v.Text, text)).Find(".prose").InnerHtml, view.Find(".prose").InnerHtml);
    }

    [Fact]
    public void A_piece_ends_where_nothing_joins_its_neighbours()
    {
        var pieces = HtmlPieces.Cut($"<p>{string.Concat(Enumerable.Repeat("か\u3099", 200))} {string.Concat(Enumerable.Repeat("word&amp;word ", 40))}</p>");

        var texts = Assert.IsType<ElementPiece>(Assert.Single(pieces)).Children.Cast<TextPiece>().Select(piece => piece.Text).ToList();

        Assert.True(texts.Count > 5);
        Assert.All(texts, text => Assert.NotEqual('\u3099', text[0]));
        Assert.All(texts.Where(text => text.StartsWith('w')), text => Assert.StartsWith("word&word ", text, StringComparison.Ordinal));
    }

    // As the renderer compares them: each piece with the one that stood in its place.
    private static int Sent(IReadOnlyList<HtmlPiece> before, IReadOnlyList<HtmlPiece> now) => now.Select((piece, i) => (i < before.Count ? before[i] : null, piece) switch
    {
        (ElementPiece old, ElementPiece element) when old.Name == element.Name => Sent(old.Children, element.Children),
        (_, ElementPiece element) => Sent([], element.Children),
        (TextPiece old, TextPiece text) => old == text ? 0 : text.Text.Length,
        (MarkupPiece old, MarkupPiece markup) => old == markup ? 0 : markup.Html.Length,
        (_, TextPiece text) => text.Text.Length,
        (_, MarkupPiece markup) => markup.Html.Length,
        _ => throw new InvalidOperationException($"{piece} is not known."),
    }).Sum();
}
