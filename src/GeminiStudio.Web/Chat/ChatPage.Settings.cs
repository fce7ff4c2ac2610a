using GeminiStudio.Sessions;
using GeminiStudio.Web.Parameters;
using MudBlazor;

namespace GeminiStudio.Web.Chat;

/// <content>Run settings beyond the single control: presets, safety, the whole request, settings of a past turn.</content>
public sealed partial class ChatPage
{
    private static readonly DialogOptions Wide = new() { MaxWidth = MaxWidth.Large, FullWidth = true, CloseOnEscapeKey = true };

    private IReadOnlyList<PresetView> _presets = [];

    private PresetView? AppliedPreset => _presets.FirstOrDefault(p => p.Id == _settings?.PresetId);

    private async Task LoadPresetsAsync() => _presets = await Studio.ListPresetsAsync(_gone.Token);

    private async Task<string?> SavePresetAsync(string name)
    {
        var change = await Studio.SavePresetAsync(name, _settings!, CancellationToken.None);
        if (change.Preset is { } preset)
        {
            await LoadPresetsAsync();
            await ChangeSettingsAsync(_settings! with { PresetId = preset.Id });
        }

        return change.Problem;
    }

    private async Task<string?> RenamePresetAsync(Guid id, string name)
    {
        var problem = await Studio.RenamePresetAsync(id, name, CancellationToken.None);
        await LoadPresetsAsync();
        StateHasChanged();
        return problem;
    }

    private async Task ApplyPresetAsync(PresetView preset)
    {
        var applied = Studio.Apply(preset);
        await ChangeSettingsAsync(applied.Settings);
        _notice = applied.NotTaken.Count == 0
            ? $"{preset.Name} is used."
            : $"{preset.Name} is used. {Model.DisplayName} does not take {string.Join(", ", applied.NotTaken)}: kept, not sent.";
    }

    private async Task ToggleDefaultPresetAsync(PresetView preset)
    {
        await Studio.SetDefaultPresetAsync(preset.IsDefault ? null : preset.Id, CancellationToken.None);
        await LoadPresetsAsync();
    }

    private async Task DeletePresetAsync(PresetView preset)
    {
        await Studio.DeletePresetAsync(preset.Id, CancellationToken.None);
        await LoadPresetsAsync();
        _notice = $"The preset {preset.Name} is deleted. This chat keeps its settings.";
    }

    private async Task OpenSafetyAsync()
    {
        var parameters = new DialogParameters<SafetyDialog> { { d => d.Safety, _settings!.Safety } };
        var dialog = await Dialogs.ShowAsync<SafetyDialog>(null, parameters);
        if (await dialog.Result is { Canceled: false, Data: IReadOnlyDictionary<string, string> safety })
        {
            await ChangeSettingsAsync(_settings! with { Safety = safety });
        }
    }

    private async Task OpenExamplesAsync()
    {
        var dialog = await Dialogs.ShowAsync<ExamplesDialog>(null, new DialogParameters<ExamplesDialog> { { d => d.Examples, _settings!.Examples } }, Wide);
        if (await dialog.Result is { Canceled: false, Data: IReadOnlyList<Example> examples })
        {
            await ChangeSettingsAsync(_settings! with { Examples = examples });
            await RecountAsync();
        }
    }

    private async Task OpenRequestAsync()
    {
        await WhenSettingsAreSavedAsync();
        var dialog = await Dialogs.ShowAsync<RequestDialog>(null, new DialogParameters<RequestDialog> { { d => d.SessionId, _sessionId } }, Wide);
        if (await dialog.Result is { Canceled: false, Data: IReadOnlyList<string> notes })
        {
            _settings = await Studio.SettingsAsync(_sessionId, _gone.Token);
            _notice = notes.Count == 0 ? null : string.Join(' ', notes);
            await ReloadDraftsAsync();
            await RecountAsync();
        }
    }

    /// <summary>Takes the settings that a past turn was run with.</summary>
    private async Task UseSettingsOfAsync(Guid turnId)
    {
        if (await Studio.SettingsOfTurnAsync(turnId, _gone.Token) is { } settings)
        {
            await ChangeSettingsAsync(settings);
            _notice = "The settings of that turn are used from now on.";
        }
    }

    private async Task ReloadDraftsAsync()
    {
        if (_composer is not null)
        {
            await _composer.ReloadAsync();
        }

        if (_system is not null)
        {
            await _system.ReloadAsync();
        }
    }

    private Task RecountAsync() => _composer?.RecountAsync() ?? Task.CompletedTask;
}
