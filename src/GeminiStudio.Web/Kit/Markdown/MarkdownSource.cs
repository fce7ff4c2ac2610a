namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>A message's markdown on its way to its view.</summary>
/// <remarks>Blazor sends a component's string parameters to the browser, where nobody needs the source beside the rendered text; this it does not send.</remarks>
/// <param name="Value">The source.</param>
public readonly record struct MarkdownSource(string Value)
{
    public static implicit operator MarkdownSource(string text) => new(text);
}
