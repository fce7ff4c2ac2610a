using GeminiStudio.Data;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class PresetTests
{
    private static readonly RunSettings Terse = new() { Model = "gemini-4-argon", Temperature = 0.2, MaxOutputTokens = 500 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_preset_is_saved_renamed_made_the_default_and_deleted_by_its_person_only(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (me, other) = (rig.As(StudioRig.Owner), rig.As(await rig.AddPersonAsync()));
        var first = (await me.SavePresetAsync(" Terse ", Terse, Cancel)).Preset!;
        var again = (await me.SavePresetAsync("terse", Terse with { Seed = 7 }, Cancel)).Preset!;
        var second = (await me.SavePresetAsync("Wild", Terse with { Temperature = 2 }, Cancel)).Preset!;

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("Another preset is named Wild already.", await me.RenamePresetAsync(first.Id, "Wild", Cancel));
        Assert.Null(await me.RenamePresetAsync(first.Id, "Short", Cancel));
        await me.SetDefaultPresetAsync(second.Id, Cancel);
        await me.SetDefaultPresetAsync(first.Id, Cancel);
        await other.DeletePresetAsync(first.Id, Cancel);
        Assert.NotNull(await other.RenamePresetAsync(first.Id, "Mine", Cancel));

        var presets = await me.ListPresetsAsync(Cancel);
        Assert.Equal([("Short", true), ("Wild", false)], presets.Select(p => (p.Name, p.IsDefault)));
        Assert.Empty(await other.ListPresetsAsync(Cancel));
        var fresh = await me.NewSessionSettingsAsync(Guid.NewGuid(), Cancel);
        Assert.Equal((500, 7, first.Id), (fresh.MaxOutputTokens, fresh.Seed, fresh.PresetId));
        Assert.Equal("gemini-3.8-flash", (await other.NewSessionSettingsAsync(Guid.NewGuid(), Cancel)).Model);
        await me.DeletePresetAsync(first.Id, Cancel);
        Assert.Equal("gemini-3.8-flash", (await me.NewSessionSettingsAsync(Guid.NewGuid(), Cancel)).Model);
    }

    [Fact]
    public async Task What_the_model_does_not_take_of_a_preset_is_named()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var preset = (await studio.SavePresetAsync("Terse", Terse with { GoogleSearch = true }, Cancel)).Preset!;

        Assert.Equal(["Temperature"], studio.Apply(preset).NotTaken);
        Assert.Equal("Give it a name.", (await studio.SavePresetAsync("  ", Terse, Cancel)).Problem);
    }

    [Fact]
    public async Task Each_value_says_where_it_comes_from()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var preset = new PresetView(Guid.NewGuid(), "Terse", new RunSettings { Model = "gemini-3.8-flash", Temperature = 0.2, TopP = 0.5 }, IsDefault: false);

        var origins = new SettingOrigins(preset.Settings with { TopP = 0.9, Seed = 7 }, studio.FindModel("gemini-3.8-flash"), preset);

        Assert.Equal((OriginKind.Preset, "Preset Terse: 0.2, over model: 1"), (origins.Of("temperature").Kind, origins.Of("temperature").Chain));
        Assert.Equal((OriginKind.Session, "This chat: 0.9, over preset Terse: 0.5, over model: 0.95"), (origins.Of("topP").Kind, origins.Of("topP").Chain));
        Assert.Equal((OriginKind.Session, "This chat: 7, over default"), (origins.Of("seed").Kind, origins.Of("seed").Chain));
        Assert.Equal((OriginKind.Model, "Model: 64"), (origins.Of("topK").Kind, origins.Of("topK").Chain));
        Assert.Equal(OriginKind.Default, origins.Of("safety").Kind);
    }
}
