using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace GeminiStudio.Web.Chat;

/// <summary>One session: a new one at <c>/</c>, a kept one at <c>/sessions/{id}</c>. It watches runs and never owns one.</summary>
public sealed partial class ChatPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly Dictionary<Guid, Run> _running = [];
    private IDisposable? _signals;
    private Guid _sessionId;
    private SessionView? _view;
    private RunSettings? _settings;
    private string? _announcement;
    private int _turnsWanted = SessionStore.PageOfTurns;
    private bool _isMissing;
    private bool _asksForName;
    private Guid _newId;
    private Guid? _counted;

    /// <summary>Null at <c>/</c>; the browser then tells the id of the session to be.</summary>
    [Parameter] public Guid? Id { get; set; }

    [Inject] private GeminiService Studio { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    private string Title => _view?.Title ?? "New chat";

    private Guid? Head => _view?.Turns.LastOrDefault()?.Id;

    private bool IsBusy => _running.Count > 0;

    private Gemini.ModelInfo Model => Studio.FindModel(_settings!.Model);

    private string Saved => _isTemporary ? "Not kept" : _view is null ? "Not saved yet" : $"Saved {Words.Clock(_view.UpdatedAt, Time)}";

    protected override void OnInitialized()
    {
        _offer = Palette.Offer(Offered);
        _signals = Studio.Subscribe(id =>
        {
            if (id == _sessionId)
            {
                _ = InvokeAsync(ReloadAsync); // it reports its own failures to the page
            }
        });
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Id is { } id && id != _sessionId)
        {
            await OpenAsync(id);
        }
        else if (Id is null && (_view is not null || _settings is null))
        {
            (_view, _settings, _sessionId, _isMissing) = (null, null, Guid.Empty, false);
            _running.Clear();
            LetGo();
            _asksForName = true; // only the browser knows the id of a session to be
        }
        else if (Id is null && _sessionId != Guid.Empty)
        {
            await TakeTemporaryAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_asksForName)
        {
            _asksForName = false;
            _module ??= await Browser.InvokeAsync<IJSObjectReference>("import", "./Chat/ChatPage.razor.js");
            _newId = await _module.InvokeAsync<Guid>("newSession");
            await OpenAsync(_newId);
            GoToSession(); // loaded again after the first run was taken, but before the address changed
            StateHasChanged();
        }
        else if (_newId != Guid.Empty && Id == _newId && _module is not null)
        {
            _newId = Guid.Empty;
            await _module.InvokeVoidAsync("forgetNewSession"); // not before the address names the session: a reload between would find neither
        }
    }

    private void GoToSession()
    {
        if (Id is null && _view is not null)
        {
            Navigation.NavigateTo($"/sessions/{_sessionId}", new NavigationOptions { ReplaceHistoryEntry = true });
        }
    }

    /// <summary>Loads the session, or an empty page for one that does not exist yet.</summary>
    private async Task OpenAsync(Guid id)
    {
        (_sessionId, _turnsWanted, _isMissing) = (id, SessionStore.PageOfTurns, false);
        await LoadAsync();
        _isMissing = Id is not null && _view is null;
        _settings = _view?.Settings ?? await Studio.NewSessionSettingsAsync(id, _gone.Token);
        await TakeTemporaryAsync();
        _counted = Head;
        await LoadPresetsAsync();
        await CheckAsync();
    }

    private async Task ReloadAsync()
    {
        try
        {
            var wasBusy = IsBusy;
            await LoadAsync();
            _isMissing |= Id is not null && _view is null;
            _announcement = wasBusy && !IsBusy ? "Answer complete" : null;
            StateHasChanged();
            if (!_isMissing && !IsBusy && (wasBusy || _counted != Head) && _composer is not null)
            {
                _counted = Head;
                await _composer.RecountAsync();
            }
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

    private async Task LoadAsync()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            _view = await Studio.OpenSessionAsync(_sessionId, _turnsWanted, _gone.Token);
            _queue = _view is null ? [] : await Studio.QueueAsync(_sessionId, _gone.Token);
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
        _turnsWanted += SessionStore.EarlierPageOfTurns;
        await LoadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _signals?.Dispose();
        _offer?.Dispose();
        LetGo();
        await _gone.CancelAsync();
        _gone.Dispose();
        await _module.ReleaseAsync();
    }
}
