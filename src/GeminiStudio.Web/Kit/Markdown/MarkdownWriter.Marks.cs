using Markdig.Syntax.Inlines;

namespace GeminiStudio.Web.Kit.Markdown;

/// <content>What in a line is more than text: formulas, marks of sources, links and pictures.</content>
internal sealed partial class MarkdownWriter
{
    private void Math(string formula, bool isDisplay)
    {
        _html.Append(isDisplay ? "<gs-math class=\"display\">" : "<gs-math>");
        Text(formula);
        _html.Append("</gs-math>");
    }

    private void Mark(int? source, int span)
    {
        if (_links > 0)
        {
            return; // a button inside a link would be neither
        }

        _html.Append(source is null
            ? $"<span class=\"cs\" data-cs=\"{span}\"></span>"
            : $"<button type=\"button\" class=\"cite\" data-cite=\"{source}\" data-cs=\"{span}\" data-testid=\"citation\" aria-label=\"Source {source}\">{source}</button>");
    }

    private void Link(SafeLink? link, Action content)
    {
        if (link is null)
        {
            content();
            return;
        }

        _html.Append("<a href=\"");
        Text(link.Href);
        _html.Append("\" title=\"");
        Text(link.Host);
        _html.Append("\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">");
        var start = _said.Length;
        _links++;
        content();
        _links--;
        if (link.IsDisguisedBy(_said.ToString(start, _said.Length - start)))
        {
            _html.Append("<span class=\"host\"> (");
            Text(link.Host);
            _html.Append(")</span>");
        }

        _html.Append("</a>");
        _said.Length = _links == 0 ? 0 : _said.Length;
    }

    // A picture of another server is asked for only when a person wants it: its address can carry data out.
    private void Image(LinkInline image)
    {
        var link = SafeLink.From(image.GetDynamicUrl?.Invoke() ?? image.Url);
        _html.Append("<span class=\"imgchip\"><span>Image");
        if (image.FirstChild is not null)
        {
            _html.Append(": ");
            _links++;
            Inlines(image);
            _links--;
        }

        if (link is { Href: not null } && !link.Href.StartsWith("mailto:", StringComparison.Ordinal))
        {
            _html.Append(", from ");
            Text(link.Host);
            _html.Append("</span><a class=\"lnk\" href=\"");
            Text(link.Href);
            _html.Append("\" title=\"Opens ");
            Text(link.Host);
            _html.Append("\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">Load in a new tab</a></span>");
        }
        else
        {
            _html.Append(", not loaded</span></span>");
        }
    }
}
