using GeminiStudio.Functions;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace GeminiStudio.Web.Functions;

/// <summary>The calls of a model turn; the server may answer some of them while the page looks on.</summary>
public sealed partial class CallCards
{
    private readonly CancellationTokenSource _gone = new();
    private ElementReference _root;
    private CallsView? _calls;
    private IDisposable? _signals;
    private BrowserScript? _script;
    private bool _isFresh;

    [Parameter, EditorRequired] public TurnView Turn { get; set; } = default!;

    /// <summary>While an answer is under way nothing can be sent.</summary>
    [Parameter] public bool IsBusy { get; set; }

    [Inject] private GeminiService Studio { get; set; } = default!;

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _signals = Studio.Subscribe(session =>
        {
            if (_calls is null || session == _calls.SessionId)
            {
                _ = InvokeAsync(ReloadAsync); // it reports its own failures to the page
            }
        });
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_calls is not { AreAnswered: false } || !_isFresh)
        {
            return;
        }

        _isFresh = false;
        if (_script is null)
        {
            _script = new(Browser, "./Functions/CallCards.razor.js");
            await _script.OpenAsync(_root);
            StateHasChanged(); // Continue is on
        }

        await _script.CallAsync("load");
    }

    private async Task LoadAsync() => (_calls, _isFresh) = (await Studio.CallsAsync(Turn.Id, _gone.Token), true);

    private async Task ReloadAsync()
    {
        try
        {
            await LoadAsync();
            StateHasChanged();
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            return; // the page is gone
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private bool IsOpen(CallView call) => !_calls!.AreAnswered && call.Answer is null && !_calls.IsWorking;

    private string StateOf(CallView call) => _calls switch
    {
        { AreAnswered: true } => "Answered",
        _ when call.Answer is not null => call.By == AnswerKind.Ask ? "Answer to continue" : "Answered, not sent yet",
        { IsWorking: true } => "Answering…",
        _ when call.NeedsApproval => "Waits for your leave",
        _ => "Answer to continue",
    };

    private Task ApproveAsync(int index) => Studio.ApproveCallsAsync(Turn.Id, [index], CancellationToken.None);

    private async Task PauseAsync()
    {
        await Studio.PauseCallsAsync(Turn.Id, CancellationToken.None);
        await LoadAsync();
    }

    private async Task StepAsync()
    {
        if (_calls!.IsPaused)
        {
            await Studio.ResumeCallsAsync(Turn.Id, CancellationToken.None);
            await Studio.ApproveCallsAsync(Turn.Id, [], CancellationToken.None); // what is answered goes on now
        }
        else
        {
            await Studio.PauseCallsAsync(Turn.Id, CancellationToken.None);
        }

        await LoadAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _signals?.Dispose();
        await _gone.CancelAsync();
        _gone.Dispose();
        await (_script?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
