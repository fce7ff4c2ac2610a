using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>One top-level block of a message, so that while text arrives only the last one is sent again.</summary>
/// <param name="Key">Stays the same while the message grows.</param>
/// <param name="Start">Where the block's source starts in the message.</param>
public abstract record MarkdownBlock(int Key, int Start);

/// <summary>Cleaned markup.</summary>
/// <param name="Html">The markup as text.</param>
/// <param name="IsWhole">Whether it grows no more, so that it is shown in one piece.</param>
public sealed record HtmlBlock(int Key, int Start, string Html, bool IsWhole = false) : MarkdownBlock(Key, Start)
{
    private RenderFragment? _content;

    /// <summary>The block on the page: no component, which would cost the server 2 KB for each of a long answer's hundred blocks.</summary>
    public RenderFragment Content => _content ??= Draw(IsWhole ? [new MarkupPiece(Html)] : HtmlPieces.Cut(Html));

    private static RenderFragment Draw(IReadOnlyList<HtmlPiece> pieces) => builder => Add(builder, pieces);

#pragma warning disable ASP0006, MA0123 // A piece keeps its place as long as the block lives: the place is its sequence, so each is compared with what it was before.
    private static void Add(RenderTreeBuilder builder, IReadOnlyList<HtmlPiece> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            switch (pieces[i])
            {
                case TextPiece text:
                    builder.AddContent(3 * i, text.Text);
                    break;
                case MarkupPiece markup:
                    builder.AddMarkupContent((3 * i) + 1, markup.Html); // the sanitizer was the last to touch it
                    break;
                case ElementPiece element:
                    builder.OpenElement((3 * i) + 2, element.Name);
                    foreach (var (name, value) in element.Attributes)
                    {
                        builder.AddAttribute(name == "class" ? 0 : 1, name, value);
                    }

                    builder.OpenRegion(2);
                    Add(builder, element.Children);
                    builder.CloseRegion();
                    builder.CloseElement();
                    break;
                default:
                    throw new InvalidOperationException($"{pieces[i].GetType()} is not shown.");
            }
        }
    }
#pragma warning restore ASP0006, MA0123
}

/// <summary>Code, in pieces of whole lines, so that a growing fence sends only its last piece again.</summary>
/// <param name="Language">The fence's first word, cut to letters that a name can have; empty when there is none.</param>
/// <param name="Pieces">Together they are the code.</param>
public sealed record CodeBlockText(int Key, int Start, string Language, IReadOnlyList<string> Pieces) : MarkdownBlock(Key, Start)
{
    /// <summary>Whether a copy of it would hold more than can be seen.</summary>
    public bool HidesCharacters { get; } = Pieces.Any(UnseenText.HidesInCode);
}

/// <summary>Text that is shown as it is, because it is too large, too deep or too slow to be rendered.</summary>
/// <param name="Pieces">Together they are the text, or its start when it is very long.</param>
/// <param name="Length">Of the whole text, in UTF-16 units.</param>
public sealed record PlainBlock(int Key, int Start, IReadOnlyList<string> Pieces, int Length) : MarkdownBlock(Key, Start)
{
    /// <summary>Characters that are not shown.</summary>
    public int Left => Length - Pieces.Sum(p => p.Length);
}
