using Ganss.Xss;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>The last to touch markup before it becomes part of a page: what is not listed here is removed.</summary>
internal static class MarkdownSanitizer
{
    private static readonly HtmlSanitizer Sanitizer = Create();

    public static string Clean(string html) => Sanitizer.Sanitize(html);

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "h1", "h2", "h3", "h4", "h5", "h6", "p", "hr", "br", "blockquote", "ul", "ol", "li", "strong", "em", "del", "code", "pre", "a",
                "div", "span", "header", "button", "table", "tbody", "tr", "th", "td", "gs-math",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "href", "title", "rel", "target", "class", "start", "type", "data-copy", "data-lang", "aria-label", "data-cite", "data-cs", "data-testid", "tabindex",
            },
            AllowedClasses = new HashSet<string>(StringComparer.Ordinal) { "codebox", "copyb", "ci", "tablebox", "r", "imgchip", "lnk", "task", "unseen", "host", "cite", "cs", "display" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
            AllowedCssProperties = new HashSet<string>(StringComparer.OrdinalIgnoreCase),
            AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
        });
        return sanitizer;
    }
}
