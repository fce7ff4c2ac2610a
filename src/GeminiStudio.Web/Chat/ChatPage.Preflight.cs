using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using Microsoft.AspNetCore.Components;

namespace GeminiStudio.Web.Chat;

/// <content>What would be wrong with a run, while it is still being written.</content>
public sealed partial class ChatPage
{
    private SessionCheck _check = SessionCheck.Empty;
    private VariableForm? _variables;
    private SystemInstructions? _system;
    private int _tokens;
    private IReadOnlyList<string> _uncounted = [];
    private int _checks;

    // Raised a second after each key, mostly with nothing new to show: a page that receives them would be drawn again each time.
    private EventCallback Checks => new(null, CheckAsync);

    private EventCallback<TokenCount> Counts => new(null, CountedAsync);

    /// <summary>Looks at what would be sent now; of two looks at once the later counts.</summary>
    private async Task CheckAsync()
    {
        if (_settings is not { } settings || _gone.IsCancellationRequested)
        {
            return;
        }

        var number = ++_checks;
        try
        {
            var check = await Studio.CheckAsync(_sessionId, settings, _tokens, _gone.Token);
            if (number == _checks && !check.IsSameAs(_check))
            {
                _check = check;
                StateHasChanged();
            }
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            return; // the page is gone
        }
    }

    private Task CountedAsync(TokenCount count)
    {
        _tokens = count.Tokens;
        if (!_uncounted.SequenceEqual(count.Files))
        {
            _uncounted = count.Files;
            StateHasChanged();
        }

        return CheckAsync();
    }

    private async Task VariablesSavedAsync()
    {
        await CheckAsync();
        await AttachedAsync();
    }

    private Task AttachedAsync() => _composer?.RecountAsync() ?? Task.CompletedTask;

    private async Task FixAsync(PreflightFix fix)
    {
        switch (fix.Kind)
        {
            case PreflightFixKind.ChangeSettings:
                await ChangeSettingsAsync(fix.Settings!);
                break;
            case PreflightFixKind.CleanTexts:
                await Studio.CleanDraftsAsync(_sessionId, CancellationToken.None);
                await ReloadDraftsAsync();
                await RecountAsync();
                break;
            case PreflightFixKind.FillVariable when _variables is not null:
                await _variables.FocusAsync(fix.Subject!);
                break;
            case PreflightFixKind.RenewFile:
                await Studio.ResumeUploadAsync(fix.Subject!, CancellationToken.None);
                await CheckAsync();
                break;
            case PreflightFixKind.RemoveFile:
                await Studio.DetachAsync(_sessionId, fix.Subject!, CancellationToken.None);
                await (_attachments?.ReloadAsync() ?? Task.CompletedTask);
                await RecountAsync(); // and looks again
                break;
            case PreflightFixKind.RemovePlace:
                await Studio.RemovePlaceAsync(_sessionId, fix.Subject!, CancellationToken.None);
                await (_attachments?.ReloadAsync() ?? Task.CompletedTask);
                await RecountAsync();
                break;
            case PreflightFixKind.ShowTurn:
                await GoToTurnAsync(Guid.Parse(fix.Subject!));
                break;
            case PreflightFixKind.PickModel:
                OpenModelPicker();
                break;
            default:
                throw new InvalidOperationException($"{fix.Kind} has no handler.");
        }
    }

    /// <summary>Goes to the first variable that a run was refused for.</summary>
    private async Task FocusUnsetAsync(SendResult sent)
    {
        if (_variables is not null && sent.Problems.FirstOrDefault(p => p.Field.StartsWith("variable.", StringComparison.Ordinal)) is { } unset)
        {
            await _variables.FocusAsync(unset.Field["variable.".Length..]);
        }
    }
}
