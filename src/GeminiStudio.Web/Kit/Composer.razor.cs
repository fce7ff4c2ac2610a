using System.Globalization;
using GeminiStudio.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace GeminiStudio.Web.Kit;

/// <summary>The box that a message is written in. Its text stays in the browser; the server has it as a draft.</summary>
public sealed partial class Composer : IAsyncDisposable
{
    private DraftLink? _draft;
    private ElementReference _root;
    private string? _problem;
    private CancellationTokenSource? _counting;
    private TokenCount _count = new(0, IsEstimate: false);

    /// <summary>Whose draft it is; the draft lives in the browser and behind <c>/api/drafts/{id}</c>.</summary>
    [Parameter, EditorRequired] public Guid SessionId { get; set; }

    [Parameter, EditorRequired] public bool IsRunning { get; set; }

    /// <summary>Starts a run of the draft's revision under this turn id; answers why not, or null when it runs.</summary>
    [Parameter, EditorRequired] public Func<Guid, long, Task<string?>> OnRun { get; set; } = default!;

    /// <summary>Lets the draft wait for the end of the run under way; as <see cref="OnRun" />.</summary>
    [Parameter] public Func<Guid, long, Task<string?>>? OnQueue { get; set; }

    /// <summary>Adds the draft as a turn of a role without running it; as <see cref="OnRun" />.</summary>
    [Parameter] public Func<Guid, long, string, Task<string?>>? OnAdd { get; set; }

    /// <summary>What a prompt of so many tokens costs to send, in micro-dollars; null when no price is known.</summary>
    [Parameter] public Func<int, long?>? Cost { get; set; }

    [Parameter, EditorRequired] public EventCallback OnStop { get; set; }

    /// <summary>Tokens that the model takes; 0 when unknown.</summary>
    [Parameter] public int ContextLimit { get; set; }

    [Parameter] public string Placeholder { get; set; } = "Ask anything";

    /// <summary>What goes along with the text, above it.</summary>
    [Parameter] public RenderFragment? Above { get; set; }

    /// <summary>Buttons at the left, below the text.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    /// <summary>Stands before Run: what would be wrong with it.</summary>
    [Parameter] public RenderFragment? Warnings { get; set; }

    /// <summary>After the server has the text.</summary>
    [Parameter] public EventCallback OnSaved { get; set; }

    /// <summary>After each count.</summary>
    [Parameter] public EventCallback<TokenCount> OnCounted { get; set; }

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    /// <summary>Counts all that would be sent now: the chat so far and the draft that the server has.</summary>
    [Parameter, EditorRequired] public Func<CancellationToken, Task<TokenCount>> Count { get; set; } = default!;

    private string Filled => Math.Clamp(42.0 * _count.Tokens / ContextLimit, 1, 42).ToString("0.#", CultureInfo.InvariantCulture);

    private string Tokens => (_count.IsEstimate ? "≈ " : "") + Words.Count(_count.Tokens);

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
        // Whoever made a count ends it: a second one only tells the first, however many come at once.
        using var counting = new CancellationTokenSource();
        (var before, _counting) = (_counting, counting);
        try
        {
            if (before is not null)
            {
                await before.CancelAsync();
            }

            _count = await Count(counting.Token);
            StateHasChanged();
            await OnCounted.InvokeAsync(_count);
        }
        catch (OperationCanceledException) when (counting.IsCancellationRequested)
        {
            return; // a later text is counted instead
        }
        finally
        {
            _counting = _counting == counting ? null : _counting;
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
        await (_counting?.CancelAsync() ?? Task.CompletedTask);
        if (_draft is not null)
        {
            await _draft.DisposeAsync();
        }
    }
}
