namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>A piece of a block's markup that is sent again only when it changed itself.</summary>
public abstract record HtmlPiece;

/// <summary>Text, without any markup.</summary>
public sealed record TextPiece(string Text) : HtmlPiece;

/// <summary>Markup that is short, or that cannot be cut.</summary>
public sealed record MarkupPiece(string Html) : HtmlPiece;

/// <summary>An element that is long enough to have pieces of its own.</summary>
public sealed record ElementPiece(string Name, IReadOnlyList<KeyValuePair<string, string>> Attributes, IReadOnlyList<HtmlPiece> Children) : HtmlPiece;
