using GeminiStudio.Web.Kit.Markdown;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("Energy $E = mc^2$ is it.", "<gs-math>E = mc^2</gs-math>")]
    [InlineData("Take $x$ and $y$.", "<gs-math>x</gs-math>")]
    [InlineData("$$\\int_0^1 x\\,dx$$", "<gs-math class=\"display\">\\int_0^1 x\\,dx</gs-math>")]
    [InlineData("$$\na_1 < b\n$$", "<gs-math class=\"display\">a_1 &lt; b</gs-math>")]
    [InlineData("So \\(a^2+b^2\\) holds.", "<gs-math>a^2+b^2</gs-math>")]
    [InlineData("\\[ \\frac{a}{b} \\]", "<gs-math class=\"display\"> \\frac{a}{b} </gs-math>")]
    public void A_formula_reaches_the_page_as_its_source(string text, string html) => Assert.Contains(html, Html(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("It costs $5 and that costs $10.")]
    [InlineData("Between $5 and more than $10-$20 a month.")]
    [InlineData("Pay $20, then get $ back.")]
    [InlineData("`$x^2$` and `\\(a\\)`")]
    [InlineData("Escaped \\$x^2\\$ here")]
    [InlineData("A regex \\(not closed")]
    public void Prices_code_and_escapes_are_no_formulas(string text) => Assert.DoesNotContain("gs-math", Html(text), StringComparison.Ordinal);

    [Fact]
    public void Markup_in_a_formula_stays_text()
    {
        var html = Html("$x^2 <img src=x onerror=alert(1)>$");

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    private static string Html(string text) => string.Concat(MarkdownBlocks.Parse(text, 0, 0)!.OfType<HtmlBlock>().Select(b => b.Html));
}
