using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>One top-level block of a message, so that while text arrives only the last one is sent again.</summary>
/// <param name="Key">Stays the same while the message grows.</param>
/// <param name="Start">Where the block's source starts in the message.</param>
public abstract record MarkdownBlock(int Key, int Start);

/// <summary>Cleaned markup.</summary>
/// <param name="Html">The markup as text.</param>
public sealed record HtmlBlock(int Key, int Start, string Html) : MarkdownBlock(Key, Start)
{
#pragma warning disable RS0030 // This is the renderer: the sanitizer was the last to touch the text.
    public MarkupString Markup => new(Html);
#pragma warning restore RS0030
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
