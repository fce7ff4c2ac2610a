using System.Collections.Concurrent;
using GeminiStudio.Functions;

namespace GeminiStudio.Web.Functions;

/// <summary>Long texts of open editors: typed in the browser, posted by HTTP, read by the component that opened them.</summary>
/// <remarks>A text is here while its editor is open; what is saved goes where the component puts it.</remarks>
internal sealed class EditorTexts
{
    /// <summary>Largest text, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<Guid, EditorText> _open = new();

    /// <param name="ownerId">Who may read and write it.</param>
    /// <param name="text">What it holds at first.</param>
    /// <param name="check">What is wrong with a text; runs on the request's thread.</param>
    /// <param name="changed">Called with each text that the browser has posted.</param>
    public EditorText Open(Guid ownerId, string text, Func<string, IReadOnlyList<SchemaProblem>> check, Func<string, Task> changed)
    {
        var opened = new EditorText(this, ownerId, check, changed) { Text = text };
        return _open[opened.Id] = opened;
    }

    /// <summary>Null when it is closed, or somebody else's.</summary>
    public EditorText? Find(Guid id, Guid ownerId) => _open.GetValueOrDefault(id) is { } text && text.OwnerId == ownerId ? text : null;

    internal void Close(Guid id) => _open.TryRemove(id, out _);
}

/// <summary>The text of one open editor.</summary>
internal sealed class EditorText(EditorTexts texts, Guid ownerId, Func<string, IReadOnlyList<SchemaProblem>> check, Func<string, Task> changed) : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid OwnerId => ownerId;

    public string Text { get; set; } = "";

    public IReadOnlyList<SchemaProblem> Problems => check(Text);

    public async Task ReplaceAsync(string text)
    {
        Text = text;
        await changed(text);
    }

    public void Dispose() => texts.Close(Id);
}
