using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Kit;

/// <summary>Where a message is written; its text stays in the browser, only ids and numbers pass here.</summary>
public sealed partial class Composer : IAsyncDisposable
{
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _draft ??= new DraftLink(Browser, SavedAsync, (turn, revision) => TryAsync(() => OnRun(turn, revision)), () => InvokeAsync(() => OnStop.InvokeAsync()))
        {
            Queue = (turn, revision) => TryAsync(() => OnQueue?.Invoke(turn, revision) ?? Task.FromResult<string?>(null)),
            Add = (turn, revision, role) => TryAsync(() => OnAdd?.Invoke(turn, revision, role) ?? Task.FromResult<string?>(null)),
        };
        await _draft.OpenAsync(_root, $"{SessionId}");
        if (firstRender)
        {
            await RecountAsync(); // the chat so far counts before a word is typed
        }
    }

    /// <summary>Counts again: after an answer, or with another model.</summary>
    public async Task RecountAsync()
    {
        if (_counting is not null)
        {
            await _counting.CancelAsync();
            _counting.Dispose();
        }

        var counting = _counting = new CancellationTokenSource();
        try
        {
            _count = await Count(counting.Token);
            StateHasChanged();
            await OnCounted.InvokeAsync(_count);
        }
        catch (OperationCanceledException) when (counting.IsCancellationRequested)
        {
            return; // a later text is counted instead
        }
    }

    /// <summary>Puts a short text into the box, as if it had been typed.</summary>
    public ValueTask FillAsync(string text) => _draft?.FillAsync(text) ?? ValueTask.CompletedTask;

    /// <summary>Saves what is in the box, has the server change its text, and takes that into the box.</summary>
    public async Task ExchangeAsync(Func<Task> change)
    {
        if (_draft is not null && await _draft.FlushAsync())
        {
            await change();
            await _draft.ReloadAsync();
            await _draft.FocusAsync();
            await RecountAsync();
        }
    }

    public ValueTask FocusAsync() => _draft?.FocusAsync() ?? ValueTask.CompletedTask;

    /// <summary>Shows the text that the server has: something else than the box changed it.</summary>
    public ValueTask ReloadAsync() => _draft?.ReloadAsync() ?? ValueTask.CompletedTask;

    private Task SavedAsync(DraftSaved saved) => InvokeAsync(async () =>
    {
        await OnSaved.InvokeAsync();
        await RecountAsync();
    });

    private async Task<bool> TryAsync(Func<Task<string?>> send)
    {
        await InvokeAsync(async () =>
        {
            _problem = await send();
            StateHasChanged();
        });
        return _problem is null;
    }

    public async ValueTask DisposeAsync()
    {
        _counting?.Cancel();
        _counting?.Dispose();
        _counting = null;
        if (_draft is not null)
        {
            await _draft.DisposeAsync();
        }
    }
}
