using GeminiStudio.Access;
using GeminiStudio.Sessions;

namespace GeminiStudio;

/// <content>Settings that a person keeps under a name.</content>
public sealed partial class GeminiService
{
    /// <summary>This person's presets, by name.</summary>
    public Task<IReadOnlyList<PresetView>> ListPresetsAsync(CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Read, ResourceKind.Preset, Me);
        return presets.ListAsync(Me, cancellationToken);
    }

    /// <summary>Keeps the settings under a name; a preset of that name is replaced.</summary>
    /// <returns>The preset, or why not.</returns>
    public async Task<PresetChange> SavePresetAsync(string name, RunSettings settings, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Preset, Me);
        var clean = TypedText.OneLine(name, PresetStore.MaxNameLength);
        if (clean.Length == 0)
        {
            return new(null, "Give it a name.");
        }

        if (SettingsCheck.Impossible(settings) is [var problem, ..])
        {
            return new(null, problem.Description);
        }

        return await presets.SaveAsync(Me, clean, settings, cancellationToken) is { } kept
            ? new(kept, null)
            : new(null, $"You have {PresetStore.Most} presets. Delete one first.");
    }

    /// <returns>Why not; null when it is done.</returns>
    public async Task<string?> RenamePresetAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Preset, Me);
        var clean = TypedText.OneLine(name, PresetStore.MaxNameLength);
        return clean.Length == 0 ? "Give it a name."
            : await presets.RenameAsync(Me, id, clean, cancellationToken) ? null
            : $"Another preset is named {clean} already.";
    }

    /// <summary>New chats begin with this preset; null for none.</summary>
    public Task SetDefaultPresetAsync(Guid? id, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Write, ResourceKind.Preset, Me);
        return presets.SetDefaultAsync(Me, id, cancellationToken);
    }

    public Task DeletePresetAsync(Guid id, CancellationToken cancellationToken)
    {
        AccessRules.Demand(user.Actor, Verb.Delete, ResourceKind.Preset, Me);
        return presets.DeleteAsync(Me, id, cancellationToken);
    }

    /// <summary>The settings of a preset as this chat uses them, and what its model will not take of them, in words.</summary>
    public AppliedPreset Apply(PresetView preset)
    {
        var lost = SettingFields.NotTaken(models.Find(preset.Settings.Model), preset.Settings);
        return new(preset.Settings with { PresetId = preset.Id }, [.. lost.Select(SettingFields.Name)]);
    }
}

/// <summary>What became of a preset that was to be kept.</summary>
/// <param name="Preset">Null when it was refused.</param>
/// <param name="Problem">Why; null when it was kept.</param>
public sealed record PresetChange(PresetView? Preset, string? Problem);

/// <summary>A preset's settings, ready to be used.</summary>
/// <param name="Settings">With the preset named in them.</param>
/// <param name="NotTaken">What the model does not take and is not sent, in words.</param>
public sealed record AppliedPreset(RunSettings Settings, IReadOnlyList<string> NotTaken);
