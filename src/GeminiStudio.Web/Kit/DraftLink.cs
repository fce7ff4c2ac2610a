using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace GeminiStudio.Web.Kit;

/// <summary>What the browser tells of a draft that the server has; never its text.</summary>
/// <param name="Revision">Of the draft that was saved.</param>
/// <param name="Tokens">Of the prompt with this draft.</param>
/// <param name="IsEstimate">Whether the count is ours and not Google's.</param>
/// <param name="IsEmpty">Whether the text is empty.</param>
public sealed record DraftSaved(long Revision, int Tokens, bool IsEstimate, bool IsEmpty);

/// <summary>The server's end of a text that stays in the browser.</summary>
/// <remarks>A bound text area loses everything above 32 KB together with the circuit, so only ids and numbers pass here.</remarks>
internal sealed class DraftLink(
    IJSRuntime browser, Func<DraftSaved, Task> saved, Func<Guid, long, Task<bool>>? run = null, Func<Task>? stop = null) : IAsyncDisposable
{
    private DotNetObjectReference<DraftLink>? _self;
    private BrowserScript? _box;
    private string? _key;

    /// <summary>Lets the draft wait while a run is under way; null where nothing can wait.</summary>
    public Func<Guid, long, Task<bool>>? Queue { get; init; }

    /// <summary>Adds the draft as a turn of this role; null where nothing can be added.</summary>
    public Func<Guid, long, string, Task<bool>>? Add { get; init; }

    /// <summary>Opens the draft of a key; does nothing when it is open already.</summary>
    /// <param name="root">Holds the text area <c>[data-draft]</c>, and may hold <c>[data-draft-run]</c> and <c>[data-draft-note]</c>.</param>
    /// <param name="key">What follows <c>/api/drafts/</c>.</param>
    public async Task OpenAsync(ElementReference root, string key)
    {
        if (_key == key)
        {
            return;
        }

        _key = key;
        _self ??= DotNetObjectReference.Create(this);
        _box ??= new BrowserScript(browser, "./Kit/Composer.razor.js");
        await _box.OpenAsync(root, _self, key);
    }

    /// <summary>Puts a short text into the box, as if it had been typed.</summary>
    public ValueTask FillAsync(string text) => _box?.CallAsync("fill", text) ?? ValueTask.CompletedTask;

    /// <summary>Saves what is in the box now; false when that did not work.</summary>
    public ValueTask<bool> FlushAsync() => _box?.CallAsync<bool>("flush") ?? ValueTask.FromResult(false);

    /// <summary>Takes the server's text into the box.</summary>
    public ValueTask ReloadAsync() => _box?.CallAsync("reload") ?? ValueTask.CompletedTask;

    public ValueTask FocusAsync() => _box?.CallAsync("focus") ?? ValueTask.CompletedTask;

    [JSInvokable]
    public Task OnDraftSaved(long revision, int tokens, bool isEstimate, bool isEmpty) => saved(new DraftSaved(revision, tokens, isEstimate, isEmpty));

    /// <summary>Whether the run was started, so that the box may be cleared.</summary>
    [JSInvokable]
    public Task<bool> OnRun(Guid turnId, long revision) => run?.Invoke(turnId, revision) ?? Task.FromResult(false);

    /// <summary>Whether the draft waits, so that the box may be cleared.</summary>
    [JSInvokable]
    public Task<bool> OnQueue(Guid turnId, long revision) => Queue?.Invoke(turnId, revision) ?? Task.FromResult(false);

    /// <summary>Whether the draft was added, so that the box may be cleared.</summary>
    [JSInvokable]
    public Task<bool> OnAdd(Guid turnId, long revision, string role) => Add?.Invoke(turnId, revision, role) ?? Task.FromResult(false);

    [JSInvokable]
    public Task OnStop() => stop?.Invoke() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (_box?.DisposeAsync() ?? ValueTask.CompletedTask);
        _self?.Dispose();
    }
}
