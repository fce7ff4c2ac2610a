using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>Formulas in LaTeX's own brackets, \( \) in a line and \[ \] on a line of their own, which models write as often as dollars.</summary>
internal sealed class BackslashMath : InlineParser
{
    private const int MaxLength = 10_000;

    public BackslashMath() => OpeningCharacters = ['\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var close = slice.PeekChar() switch { '(' => "\\)", '[' => "\\]", _ => null };
        if (close is null)
        {
            return false;
        }

        var rest = slice.AsSpan();
        var end = rest[..Math.Min(rest.Length, MaxLength)].IndexOf(close, StringComparison.Ordinal);
        if (end <= 2 || rest[2..end].IsWhiteSpace())
        {
            return false;
        }

        var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        processor.Inline = new MathInline
        {
            Span = new Markdig.Syntax.SourceSpan(start, start + end + 1),
            Line = line,
            Column = column,
            Delimiter = '\\',
            DelimiterCount = close == "\\]" ? 2 : 1,
            Content = new StringSlice(slice.Text, slice.Start + 2, slice.Start + end - 1),
        };
        slice.Start += end + 2;
        return true;
    }
}
