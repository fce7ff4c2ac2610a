using System.Text;
using System.Text.Encodings.Web;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>Writes the kinds of nodes that it knows; of every other kind it writes the source as text.</summary>
internal sealed partial class MarkdownWriter(string source)
{
    private const int MaxDepth = 40;
    private readonly StringBuilder _html = new();
    private readonly StringBuilder _said = new();
    private int _depth;
    private int _links;

    /// <exception cref="NestingException">The text nests deeper than anybody can read.</exception>
    public static string Write(string source, Block block)
    {
        var writer = new MarkdownWriter(source);
        writer.Block(block, isTight: false);
        return writer._html.ToString();
    }

    private void Block(Block block, bool isTight)
    {
        Enter();
        switch (block)
        {
            case HeadingBlock heading: Wrap("h" + System.Math.Clamp(heading.Level, 1, 6), heading.Inline); break;
            case ParagraphBlock paragraph when isTight: Inlines(paragraph.Inline); break;
            case ParagraphBlock paragraph: Wrap("p", paragraph.Inline); break;
            case ThematicBreakBlock: _html.Append("<hr>"); break;
            case QuoteBlock quote: Children("blockquote", quote); break;
            case ListBlock list: List(list); break;
            case MathBlock math: Math(math.Lines.ToString(), isDisplay: true); break;
            case CodeBlock code: Code(code); break;
            case Table table: Table(table); break;
            case LinkReferenceDefinitionGroup: break;
            default: Wrap("p", Source(block.Span)); break;
        }

        _depth--;
    }

    private void List(ListBlock list)
    {
        var tag = list.IsOrdered ? "ol" : "ul";
        _html.Append('<').Append(tag);
        if (list.IsOrdered && int.TryParse(list.OrderedStart, out var start) && start != 1)
        {
            _html.Append(" start=\"").Append(start).Append('"');
        }

        _html.Append('>');
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var isTask = (item.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild is TaskList;
            _html.Append(isTask ? "<li class=\"task\">" : "<li>");
            foreach (var child in item)
            {
                Block(child, isTight: !list.IsLoose);
            }

            _html.Append("</li>");
        }

        _html.Append("</").Append(tag).Append('>');
    }

    private void Table(Table table)
    {
        _html.Append("<div class=\"tablebox\"><table>");
        foreach (var row in table.OfType<TableRow>())
        {
            _html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var tag = row.IsHeader ? "th" : "td";
                var alignment = i < table.ColumnDefinitions.Count ? table.ColumnDefinitions[i].Alignment : null;
                _html.Append('<').Append(tag).Append(alignment == TableColumnAlign.Right ? " class=\"r\">" : ">");
                foreach (var child in (TableCell)row[i])
                {
                    Block(child, isTight: true);
                }

                _html.Append("</").Append(tag).Append('>');
            }

            _html.Append("</tr>");
        }

        _html.Append("</table></div>");
    }

    private void Code(CodeBlock code)
    {
        _html.Append("<div class=\"codebox\"><header><span>");
        Text(MarkdownBlocks.Language(code));
        if (UnseenText.HidesInCode(code.Lines.ToString()))
        {
            _html.Append("</span><span class=\"unseen\">").Append(UnseenText.Warning);
        }

        _html.Append("</span><button type=\"button\" class=\"copyb\" data-copy=\"\" title=\"Copy\" aria-label=\"Copy code\"></button></header><pre tabindex=\"0\"><code data-lang=\"");
        Text(MarkdownBlocks.Language(code));
        _html.Append("\">");
        Text(code.Lines.ToString());
        _html.Append("</code></pre></div>");
    }

    private void Inlines(ContainerInline? container)
    {
        for (var inline = container?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            Inline(inline);
        }
    }

    private void Inline(Inline inline)
    {
        Enter();
        switch (inline)
        {
            case LiteralInline literal: CitationMarks.Split(literal.Content.ToString(), Text, Mark); break;
            case HtmlEntityInline entity: Text(entity.Transcoded.ToString()); break;
            case MathInline { Delimiter: '$', DelimiterCount: 1 } math when !Formula.IsOne(math.Content.ToString()): Text($"${math.Content}$"); break;
            case MathInline math: Math(math.Content.ToString(), math.DelimiterCount > 1); break;
            case CodeInline code: _html.Append("<code class=\"ci\">"); Text(code.Content); _html.Append("</code>"); break;
            case LineBreakInline line: _html.Append(line.IsHard ? "<br>" : "\n"); break;
            case TaskList task: _html.Append(task.Checked ? "☑ " : "☐ "); break;
            case EmphasisInline { DelimiterChar: '~' } struck: Wrap("del", struck); break;
            case EmphasisInline emphasis: Wrap(emphasis.DelimiterCount == 2 ? "strong" : "em", emphasis); break;
            case AutolinkInline auto: Link(SafeLink.From(auto.IsEmail ? "mailto:" + auto.Url : auto.Url), () => Text(auto.Url)); break;
            case LinkInline { IsImage: true } image: Image(image); break;
            case LinkInline link: Link(SafeLink.From(link.GetDynamicUrl?.Invoke() ?? link.Url), () => Inlines(link)); break;
            case DelimiterInline delimiter: Text(delimiter.ToLiteral()); Inlines(delimiter); break;
            case ContainerInline container: Inlines(container); break;
            default: Text(Source(inline.Span)); break;
        }

        _depth--;
    }

    private void Children(string tag, ContainerBlock container)
    {
        _html.Append('<').Append(tag).Append('>');
        foreach (var child in container)
        {
            Block(child, isTight: false);
        }

        _html.Append("</").Append(tag).Append('>');
    }

    private void Wrap(string tag, ContainerInline? content)
    {
        _html.Append('<').Append(tag).Append('>');
        Inlines(content);
        _html.Append("</").Append(tag).Append('>');
    }

    private void Wrap(string tag, string text)
    {
        _html.Append('<').Append(tag).Append('>');
        Text(text);
        _html.Append("</").Append(tag).Append('>');
    }

    private string Source(SourceSpan span) =>
        span.Start >= 0 && span.End < source.Length && span.Length > 0 ? source.Substring(span.Start, span.Length) : "";

    // A link's words tell where it leads: what would turn or hide them is written out.
    private void Text(string? text)
    {
        text = CitationMarks.Strip(text ?? "");
        var shown = _links > 0 ? UnseenText.Marked(text) : text;
        if (_links > 0)
        {
            _said.Append(shown);
        }

        _html.Append(HtmlEncoder.Default.Encode(shown));
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new NestingException();
        }
    }
}
