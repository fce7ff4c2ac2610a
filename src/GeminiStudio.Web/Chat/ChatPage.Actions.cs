using GeminiStudio.Keys;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Parameters;
using GeminiStudio.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace GeminiStudio.Web.Chat;

/// <content>What a person can do on the page.</content>
public sealed partial class ChatPage
{
    private IJSObjectReference? _module;
    private Stage? _stage;
    private Kit.Thread? _thread;
    private Composer? _composer;
    private Attachments? _attachments;
    private RunSettingsPanel? _panel;
    private string? _notice;
    private Func<Task>? _undo;
    private bool _panelIsHidden;
    private Task _savingSettings = Task.CompletedTask;

    [Inject] private IJSRuntime Browser { get; set; } = default!;

    [Inject] private IDialogService Dialogs { get; set; } = default!;

    private string? NoticeAction => _undo is null ? null : "Undo";

    private Shell.KeyStatus Pill => Studio.KeyStatus switch
    {
        { IsDemo: true } => new(KeyState.Demo),
        { Fingerprint: null } => new(KeyState.Missing),
        { Rejection: not null } key => new(KeyState.Rejected, key.Name, key.Fingerprint),
        var key => new(KeyState.Working, key.Name, key.Fingerprint),
    };

    private string NameOf(TurnView turn) => turn.Settings is { } settings ? Studio.FindModel(settings.Model).DisplayName : "";

    /// <summary>Null when the run was taken, else why not.</summary>
    private async Task<string?> RunAsync(Guid turnId, long revision)
    {
        if (IsBusy)
        {
            return "An answer is under way. Stop it, or wait for its end.";
        }

        ClearNotice();
        var sent = await Studio.SendAsync(_sessionId, turnId, revision, _settings!, CancellationToken.None);
        await AfterSendAsync();
        await FocusUnsetAsync(sent);
        return sent.TurnId is null ? Problems(sent) : null;
    }

    private Task RerunAsync(Guid turnId) => StartAsync(() => Studio.RerunAsync(turnId, Guid.NewGuid(), _settings!, CancellationToken.None));

    private Task ContinueAsync() => StartAsync(() => Studio.ContinueAsync(_sessionId, Guid.NewGuid(), _settings!, CancellationToken.None));

    private async Task StartAsync(Func<Task<SendResult>> start)
    {
        ClearNotice();
        var sent = await start();
        _notice = sent.TurnId is null ? Problems(sent) : null;
        await AfterSendAsync();
    }

    private static string Problems(SendResult sent) => string.Join(' ', sent.Problems.Select(p => p.Description));

    private async Task AfterSendAsync()
    {
        await LoadAsync();
        StateHasChanged(); // the composer asks by a delegate, and draws itself alone
        await (_attachments?.ReloadAsync(isSent: true) ?? Task.CompletedTask);
        if (_thread is not null)
        {
            await _thread.ToEndAsync();
        }

        GoToSession();
    }

    private void Stop()
    {
        foreach (var run in _running.Values)
        {
            run.Stop();
        }
    }

    // What reads the kept settings from elsewhere must find the last change there.
    private async Task WhenSettingsAreSavedAsync() => await _savingSettings.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private async Task ChangeSettingsAsync(RunSettings settings)
    {
        var before = _settings!;
        var isOtherModel = settings.Model != before.Model;
        _settings = settings; // before it is saved, so that a second change at once builds on this one
        StateHasChanged();
        var saving = Studio.SaveSettingsAsync(_sessionId, settings, _gone.Token);
        _savingSettings = saving;
        if (await saving is [var problem, ..])
        {
            _settings = before;
            _notice = problem.Description;
            StateHasChanged();
            return;
        }

        await CheckAsync();
        if (isOtherModel && _composer is not null)
        {
            await _composer.RecountAsync();
        }
    }

    private Task<TokenCount> CountAsync(CancellationToken cancellationToken) => Studio.CountTokensAsync(_sessionId, _settings!.Model, cancellationToken);

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
                OpenModelPicker();
                break;
            case OutcomeAction.ChangeSafety:
                await OpenSafetyAsync();
                break;
            case OutcomeAction.ShowRaw:
                await ShowRawAsync(turn.Id);
                break;
            default:
                throw new InvalidOperationException($"{action} has no handler.");
        }
    }

    private void OpenModelPicker() => _panel?.OpenModels();

    private async Task ShowRawAsync(Guid turnId)
    {
        var parameters = new DialogParameters<RawDialog>
        {
            { d => d.TurnId, turnId },
            { d => d.Receipt, await Studio.ReceiptAsync(turnId, _gone.Token) },
            { d => d.Changes, await Studio.ReplayChangesAsync(turnId, _gone.Token) },
            { d => d.IsBusy, IsBusy },
        };
        var dialog = await Dialogs.ShowAsync<RawDialog>(null, parameters, Wide);
        if (await dialog.Result is not { Canceled: false, Data: Replay wish })
        {
            return;
        }

        switch (wish)
        {
            case Replay.Exactly:
                await StartAsync(() => Studio.ReplayAsync(turnId, Guid.NewGuid(), CancellationToken.None));
                break;
            case Replay.WithCurrentSettings:
                await RerunAsync(turnId);
                break;
            default:
                await UseSettingsOfAsync(turnId);
                break;
        }
    }

    private async Task DeleteTurnAsync(Guid turnId)
    {
        var deleted = await Studio.DeleteTurnAsync(turnId, CancellationToken.None);
        _undo = deleted is null ? null : () => Studio.RestoreTurnsAsync(deleted, CancellationToken.None);
        _notice = deleted?.TurnIds.Count switch
        {
            null => "This turn is not there any more.",
            1 => "Turn deleted.",
            var count => $"{count} turns deleted: this one and what followed from it.",
        };
        await LoadAsync();
    }

    private async Task UndoAsync()
    {
        if (_undo is { } undo)
        {
            ClearNotice();
            await undo();
            await LoadAsync();
        }
    }

    private void ClearNotice() => (_notice, _undo) = (null, null);

    private async Task ShowSiblingAsync(Guid turnId)
    {
        await Studio.ShowTurnAsync(turnId, CancellationToken.None);
        await LoadAsync();
    }

    private async Task RenameAsync(string title)
    {
        await Studio.RenameSessionAsync(_sessionId, title, CancellationToken.None);
        await LoadAsync();
    }

    private async Task PickSampleAsync(Sample sample)
    {
        if (sample.Apply(_settings!) is var settings && settings != _settings)
        {
            await ChangeSettingsAsync(settings);
        }

        await (_composer?.FillAsync(sample.Prompt).AsTask() ?? Task.CompletedTask);
    }

    private Task TogglePanelAsync() => _panel?.ToggleAsync() ?? Task.CompletedTask;

    private async Task StartNewAsync()
    {
        if (Id is not null)
        {
            Navigation.NavigateTo("/");
        }
        else if (_composer is not null)
        {
            await _composer.FocusAsync();
        }
    }
}
