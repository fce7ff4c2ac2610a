using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;
using GeminiStudio.Web.Parameters;

namespace GeminiStudio.Web.Tests.Parameters;

/// <summary>The parts of the run settings beyond the plain numbers.</summary>
public sealed class SettingsPanelTests : Screen
{
    private static readonly ModelInfo Tools = Flash with { Tools = ["functionDeclarations", "googleSearch", "urlContext", "codeExecution"], StructuredOutput = true };
    private static readonly ModelInfo Old = Tools with { DisplayName = "Gemini 2.5 Flash", CombinesTools = false };
    private readonly RunSettings _settings = new() { Model = "gemini-3-flash" };
    private RunSettings? _changed;

    [Fact]
    public void A_tool_is_switched_on_and_off()
    {
        var panel = Panel(model: Tools);

        panel.Find("[data-testid=tool-googleSearch]").Click();
        Assert.True(_changed!.GoogleSearch);
        Assert.Equal("true", panel.Find("[data-testid=tool-googleSearch]").GetAttribute("aria-checked"));
        panel.Find("[data-testid=tool-googleSearch]").Click();

        Assert.False(_changed.GoogleSearch);
    }

    [Fact]
    public void A_tool_that_clashes_is_off_and_names_both()
    {
        var panel = Panel(_settings with { Functions = new() { IsOn = true, Declarations = "[]" } }, Old);

        Assert.True(panel.Find("[data-testid=tool-codeExecution]").HasAttribute("disabled"));
        Assert.Contains("Gemini 2.5 Flash does not take Code execution together with Functions.", panel.Markup);
    }

    [Fact]
    public void A_tool_that_clashes_and_is_on_can_be_switched_off()
    {
        var panel = Panel(_settings with { GoogleSearch = true, Functions = new() { IsOn = true, Declarations = "[]" } }, Old);

        Assert.Contains("together with Functions. Switch one of them off.", panel.Markup);
        panel.Find("[data-testid=tool-googleSearch]").Click();

        Assert.False(_changed!.GoogleSearch);
    }

    [Fact]
    public void Each_value_says_where_it_comes_from()
    {
        var preset = new PresetView(Guid.NewGuid(), "Terse", _settings with { TopP = 0.5 }, IsDefault: false);
        var panel = Panel(_settings with { Temperature = 0.4, TopP = 0.5 }, preset: preset);

        Assert.Equal(["this chat", "preset", "model", "default"], new[] { "temperature", "topP", "topK", "seed" }.Select(f => panel.Find($"[data-testid=origin-{f}]").TextContent));
        Assert.Equal("This chat: 0.4, over model: 1", panel.Find("[data-testid=origin-temperature]").GetAttribute("title"));
    }

    [Fact]
    public void Pictures_have_a_shape_where_the_model_makes_them_and_nowhere_else()
    {
        Assert.Empty(Panel().FindAll("[data-testid=setting-aspectRatio]"));
        var panel = Panel(model: Flash with { OutputModalities = ["TEXT", "IMAGE"], Image = new(["1:1", "16:9"], ["1K", "2K"]) });

        panel.Find("[data-testid=setting-aspectRatio]").Change("16:9");
        panel.Find("[data-testid=setting-imageSize]").Change("2K");
        panel.FindAll("[data-testid=setting-responseModalities] input")[2].Change("IMAGE");

        Assert.Equal(new ImageSettings { AspectRatio = "16:9", ImageSize = "2K" }, _changed!.Image);
        Assert.Equal(["IMAGE"], _changed.ResponseModalities);
        panel.Find("[data-testid=setting-aspectRatio]").Change("");
        panel.Find("[data-testid=setting-imageSize]").Change("");
        Assert.Null(_changed.Image);
    }

    [Fact]
    public void Speech_has_one_voice_or_two_named_speakers()
    {
        var panel = Panel(model: Flash with { OutputModalities = ["AUDIO"] });
        panel.FindAll("[data-testid=setting-speech] input")[1].Change("one");
        panel.Find("[data-testid=setting-voiceName]").Change("Puck");
        Assert.Equal("Puck", _changed!.Speech!.Voice);

        panel.FindAll("[data-testid=setting-speech] input")[2].Change("two");
        panel.Find("[data-testid=setting-speaker-0]").Change("Anna");
        panel.Find("[data-testid=setting-speakerVoice-1]").Change("Leda");

        Assert.Equal([new("Anna", "Puck"), new("Speaker 2", "Leda")], _changed.Speech!.Speakers);
        Assert.Null(_changed.Speech.Voice);
    }

    [Fact]
    public void Advanced_has_what_few_models_take_and_says_so()
    {
        var panel = Panel();
        panel.FindAll(".opt").Single(b => b.TextContent.Contains("Advanced")).Click();

        Assert.True(panel.Find("[data-testid=setting-candidateCount]").HasAttribute("disabled"));
        Assert.True(panel.Find("[data-testid=setting-logprobs]").HasAttribute("disabled"));
        panel.Find("[data-testid=setting-serviceTier]").Change("flex");

        Assert.Equal("flex", _changed!.ServiceTier);
    }

    [Fact]
    public void The_safety_row_tells_how_many_are_set() =>
        Assert.Contains("2 set", Panel(_settings with { Safety = new Dictionary<string, string> { ["A"] = "OFF", ["B"] = "OFF" } }).Find("[data-testid=setting-safety]").TextContent);

    [Fact]
    public void A_line_of_the_look_before_a_run_is_mended_by_its_button()
    {
        PreflightFix? asked = null;
        var fix = new PreflightFix("Reset it", PreflightFixKind.ChangeSettings) { Settings = _settings };
        var badge = Render<PreflightBadge>(p => p.Add(c => c.Lines, [new("setting", "It does not take Top-k.", fix)]).Add(c => c.OnFix, f => asked = f));
        Assert.Empty(badge.FindAll("[data-testid=preflight-line]"));

        badge.Find("[data-testid=preflight]").Click();
        Assert.Contains("It does not take Top-k.", badge.Find("[data-testid=preflight-line]").TextContent);
        badge.Find("[data-testid=preflight-fix]").Click();

        Assert.Same(fix, asked);
        badge.Render(p => p.Add(c => c.Lines, []));
        Assert.Empty(badge.FindAll("[data-testid=preflight]"));
    }

    [Fact]
    public void A_preset_is_saved_under_a_name_and_a_refusal_is_told()
    {
        string? saved = null;
        var list = Render<PresetList>(p => p.Add(c => c.Presets, [new(Guid.NewGuid(), "Terse", _settings, IsDefault: true)])
            .Add(c => c.OnSave, name => Task.FromResult((saved = name) == "Wild" ? null : "Give it a name.")).Add(c => c.OnRename, (_, _) => Task.FromResult<string?>(null)));
        list.Find("[data-testid=presets]").Click();
        Assert.Contains("Terse (new chats)", list.Find("[data-testid=preset-item]").TextContent);

        list.Find("[data-testid=preset-save]").Click();
        Assert.Equal("Give it a name.", list.Find(".hint.bad").TextContent);
        list.Find("[data-testid=preset-name]").Input("Wild");
        list.Find("[data-testid=preset-save]").Click();

        Assert.Equal("Wild", saved);
        Assert.Empty(list.FindAll(".hint.bad"));
    }

    private IRenderedComponent<RunSettingsPanel> Panel(RunSettings? settings = null, ModelInfo? model = null, PresetView? preset = null)
    {
        IRenderedComponent<RunSettingsPanel>? panel = null;
        panel = Render<RunSettingsPanel>(p => p
            .Add(c => c.Settings, settings ?? _settings).Add(c => c.Model, model ?? Flash).Add(c => c.Models, [Flash]).Add(c => c.Day, new DateOnly(2026, 11, 24)).Add(c => c.Preset, preset)
            .Add(c => c.Changed, s =>
            {
                _changed = s;
                panel!.Render(q => q.Add(c => c.Settings, s));
            }));
        return panel;
    }
}
