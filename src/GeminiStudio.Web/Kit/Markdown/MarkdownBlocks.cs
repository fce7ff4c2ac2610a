using Markdig;
using Markdig.Syntax;

namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>The one renderer of model text: markdown to blocks that a page can show, bounded in size, depth and time.</summary>
/// <remarks>One instance follows one message: while the message grows, the blocks before the last are kept as they are.</remarks>
internal sealed class MarkdownBlocks(TimeProvider time)
{
    /// <summary>Longer messages are shown as plain text.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Characters of plain text that are shown; a browser lays out five million in twenty seconds (measured).</summary>
    public const int MaxPlain = 256 * 1024;

    /// <summary>A message that takes longer is shown as plain text.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(250);

    private const int SmallEnoughToRenderAtOnce = 4 * 1024;

    private static readonly MarkdownPipeline Pipeline = WithBackslashMath(new MarkdownPipelineBuilder())
        .DisableHtml().UsePipeTables().UseTaskLists().UseMathematics().UseAutoLinks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .Build();

    // Work that overran its budget goes on until it ends by itself: this many at most.
    private static readonly SemaphoreSlim Workers = new(2);

    private string _text = "";
    private bool _isPlain;

    public IReadOnlyList<MarkdownBlock> Current { get; private set; } = [];

    /// <summary>The blocks of <paramref name="text" />, which usually is the last text and more.</summary>
    public async ValueTask<IReadOnlyList<MarkdownBlock>> UpdateAsync(string text, CancellationToken cancellationToken)
    {
        if (text == _text)
        {
            return Current;
        }

        var grew = text.StartsWith(_text, StringComparison.Ordinal) && Current.Count > 0;
        _isPlain = (grew && _isPlain) || text.Length > MaxBytes || (text.Length > MaxBytes / 3 && System.Text.Encoding.UTF8.GetByteCount(text) > MaxBytes);
        var kept = grew && !_isPlain ? Current.Take(Current.Count - 1).ToList() : [];
        var start = kept.Count == 0 ? 0 : Current[^1].Start;
        var tail = _isPlain ? null : await ParseWithinBudgetAsync(text[start..], start, kept.Count, cancellationToken);
        _isPlain |= tail is null;
        _text = text;
        return Current = tail is null ? [new PlainBlock(-1, 0, TextPieces.Cut(text.Length <= MaxPlain ? text : Start(text)), text.Length)] : [.. kept, .. tail];
    }

    /// <summary>The same with neighbouring markup as one block: for a message that has come to its end.</summary>
    public static IReadOnlyList<MarkdownBlock> Joined(IReadOnlyList<MarkdownBlock> blocks)
    {
        var joined = new List<MarkdownBlock>();
        for (var i = 0; i < blocks.Count;)
        {
            var run = blocks.Skip(i).TakeWhile(block => block is HtmlBlock).Cast<HtmlBlock>().ToList();
            joined.Add(run.Count > 0 ? new HtmlBlock(run[0].Key, run[0].Start, string.Concat(run.Select(block => block.Html)), IsWhole: true) : blocks[i]);
            i += Math.Max(1, run.Count);
        }

        return joined;
    }

    /// <summary>The blocks of a whole text; null when it nests too deeply or cannot be parsed.</summary>
    internal static IReadOnlyList<MarkdownBlock>? Parse(string text, int offset, int firstKey)
    {
        try
        {
            var blocks = new List<MarkdownBlock>();
            foreach (var block in Markdig.Markdown.Parse(text, Pipeline))
            {
                if (Render(text, block, firstKey + blocks.Count, offset + Math.Max(0, block.Span.Start)) is { } rendered)
                {
                    blocks.Add(rendered);
                }
            }

            return blocks;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // Too deep for us or for Markdig (ArgumentException), or a fault of a parser: the text itself can always be shown.
        }
    }

    /// <summary>The first word after a fence, if it can be a language's name.</summary>
    internal static string Language(CodeBlock code)
    {
        var info = (code as FencedCodeBlock)?.Info ?? "";
        return info.Length is > 0 and <= 24 && info.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-' or '.' or '_') ? info : "";
    }

    private static MarkdownBlock? Render(string text, Block block, int key, int start)
    {
        if (block is CodeBlock code and not Markdig.Extensions.Mathematics.MathBlock)
        {
            return new CodeBlockText(key, start, Language(code), TextPieces.Cut(CitationMarks.Strip(code.Lines.ToString())));
        }

        var html = MarkdownWriter.Write(text, block);
        return html.Length == 0 ? null : new HtmlBlock(key, start, MarkdownSanitizer.Clean(html));
    }

    // Before escapes, which would take the backslash away.
    private static MarkdownPipelineBuilder WithBackslashMath(MarkdownPipelineBuilder builder)
    {
        builder.InlineParsers.Insert(0, new BackslashMath());
        return builder;
    }

    private static string Start(string text) => text[..(MaxPlain - (char.IsHighSurrogate(text[MaxPlain - 1]) ? 1 : 0))];

    private async ValueTask<IReadOnlyList<MarkdownBlock>?> ParseWithinBudgetAsync(string text, int offset, int firstKey, CancellationToken cancellationToken)
    {
        if (text.Length <= SmallEnoughToRenderAtOnce)
        {
            return Parse(text, offset, firstKey);
        }

        var place = Workers.WaitAsync(cancellationToken);
        try
        {
            await place.WaitAsync(Budget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            _ = place.ContinueWith(_ => Workers.Release(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return null; // the place comes later, and is given back at once
        }

        var work = Task.Run(() => Parse(text, offset, firstKey), CancellationToken.None);
        _ = work.ContinueWith(_ => Workers.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(Budget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
