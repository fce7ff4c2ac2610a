using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Chat;

/// <summary>One session: a new one at <c>/</c>, a kept one at <c>/sessions/{id}</c>. It watches runs and never owns one.</summary>
public sealed partial class ChatPage : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly Dictionary<Guid, Run> _running = [];
    private IDisposable? _signals;
    private Guid _sessionId;
    private SessionView? _view;
    private RunSettings? _settings;
    private int _turnsWanted = SessionStore.PageOfTurns;
    private bool _isMissing;

    /// <summary>Null at <c>/</c>; the browser then tells the id of the session to be.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] private GeminiService Studio { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private string Title => _view?.Title ?? "New chat";

    private bool IsBusy => _running.Count > 0;

    private Guid? RunningTurn => _view?.Turns.LastOrDefault(t => _running.ContainsKey(t.Id))?.Id;

    protected override void OnInitialized() => _signals = Studio.Subscribe(id =>
    {
        if (id == _sessionId)
        {
            InvokeAsync(ReloadAsync);
        }
    });

    protected override async Task OnParametersSetAsync()
    {
        if (Id is { } id && id != _sessionId)
        {
            await OpenAsync(id);
        }
        else if (Id is null && _view is not null)
        {
            (_view, _settings, _sessionId) = (null, null, Guid.Empty); // "New chat" from an open session: the browser names the next one
            _running.Clear();
            await NameNewSessionAsync();
        }
    }

    /// <summary>Loads the session, or an empty page for one that does not exist yet.</summary>
    private async Task OpenAsync(Guid id)
    {
        (_sessionId, _turnsWanted, _isMissing) = (id, SessionStore.PageOfTurns, false);
        await LoadAsync();
        _isMissing = Id is not null && _view is null;
        _settings = _view?.Settings ?? await Studio.NewSessionSettingsAsync(id, _gone.Token);
    }

    private async Task ReloadAsync()
    {
        try
        {
            await LoadAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return; // the page is gone
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task LoadAsync()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            _view = await Studio.OpenSessionAsync(_sessionId, _turnsWanted, _gone.Token);
            _running.Clear();
            var underWay = _view?.Turns.Where(t => t.IsUnderWay).ToList() ?? [];
            foreach (var turn in underWay)
            {
                if (Studio.Watch(turn.Id) is { } run)
                {
                    _running[turn.Id] = run;
                }
            }

            if (_running.Count == underWay.Count)
            {
                return; // else a run settled between the two looks: look again
            }
        }
    }

    private async Task LoadEarlierAsync()
    {
        _turnsWanted += SessionStore.PageOfTurns;
        await LoadAsync();
    }

    private async Task<string?> RunAsync(Guid turnId, long revision)
    {
        if (IsBusy)
        {
            return "An answer is under way. Stop it, or wait for its end.";
        }

        var sent = await Studio.SendAsync(_sessionId, turnId, revision, _settings!, CancellationToken.None);
        await AfterSendAsync();
        return sent.TurnId is null ? string.Join(' ', sent.Problems.Select(p => p.Description)) : null;
    }

    private async Task RerunAsync(Guid modelTurnId) =>
        await ShowProblemsAsync(await Studio.RerunAsync(modelTurnId, Guid.NewGuid(), _settings!, CancellationToken.None));

    private async Task ContinueAsync() =>
        await ShowProblemsAsync(await Studio.ContinueAsync(_sessionId, Guid.NewGuid(), _settings!, CancellationToken.None));

    private void Stop()
    {
        foreach (var run in _running.Values)
        {
            run.Stop();
        }
    }

    private async Task AfterSendAsync()
    {
        await LoadAsync();
        if (Id is null && _view is not null)
        {
            await ForgetNewSessionAsync();
            Navigation.NavigateTo($"/sessions/{_sessionId}", new NavigationOptions { ReplaceHistoryEntry = true });
        }
    }

    private async Task ChangeSettingsAsync(RunSettings settings)
    {
        _settings = settings;
        await Studio.SaveSettingsAsync(_sessionId, settings, _gone.Token);
    }

    private async Task HandleOutcomeAsync(TurnView turn, OutcomeAction action)
    {
        switch (action)
        {
            case OutcomeAction.Retry:
                await RerunAsync(turn.Id);
                break;
            case OutcomeAction.Continue:
                await ContinueAsync();
                break;
            case OutcomeAction.RaiseLimit:
                await ChangeSettingsAsync(_settings! with { MaxOutputTokens = null });
                await RerunAsync(turn.Id);
                break;
            case OutcomeAction.OpenKeys:
                Navigation.NavigateTo("/keys");
                break;
            case OutcomeAction.PickModel:
                await OpenModelPickerAsync();
                break;
            case OutcomeAction.ShowRaw:
                await ShowRawAsync(turn.Id);
                break;
            default:
                throw new InvalidOperationException($"{action} has no handler.");
        }
    }

    public void Dispose()
    {
        _signals?.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }
}
