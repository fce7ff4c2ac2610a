using GeminiStudio.Web.Shell;

namespace GeminiStudio.Web.Tests.Shell;

public sealed class ShellTests : Screen
{
    [Theory]
    [InlineData(KeyState.Demo, "Demo emulator")]
    [InlineData(KeyState.Working, "Team key")]
    [InlineData(KeyState.Rejected, "Key rejected")]
    [InlineData(KeyState.Missing, "No key")]
    public void The_pill_says_which_key_answers(KeyState state, string words)
    {
        var pill = Render<KeyPill>(p => p.Add(c => c.Key, new KeyStatus(state, "Team key", state == KeyState.Working ? "7f3a" : null)));

        Assert.Contains(words, pill.Find("[data-testid=key-status]").TextContent);
    }

    [Fact]
    public void The_title_is_edited_in_place_and_escape_leaves_it()
    {
        string? renamed = null;
        var bar = Render<TopBar>(p => p.Add(c => c.Title, "Old").Add(c => c.OnRename, t => renamed = t));
        bar.Find("[data-testid=session-title]").Click();
        bar.Find("input").KeyDown("Escape");
        Assert.Empty(bar.FindAll("input"));

        bar.Find("[data-testid=session-title]").Click();
        bar.Find("input").Change("New");

        Assert.Equal("New", renamed);
    }

    [Fact]
    public void The_banner_of_demo_mode_can_be_put_away()
    {
        var banner = Render<DemoBanner>();
        Assert.Contains("scripted by the built-in emulator", banner.Find("[data-testid=demo-banner]").TextContent);

        banner.Find("button").Click();

        Assert.Empty(banner.FindAll("[data-testid=demo-banner]"));
    }

    [Theory]
    [InlineData("light", "light", "not all")]
    [InlineData("dark", "dark", "all")]
    [InlineData("<script>", "system", "(prefers-color-scheme: dark)")]
    [InlineData(null, "system", "(prefers-color-scheme: dark)")]
    public void The_theme_comes_from_a_cookie_that_may_hold_anything(string? cookie, string name, string media)
    {
        var theme = ThemeChoices.Read(cookie);

        Assert.Equal(name, theme.Name());
        Assert.Equal(media, theme.DarkMedia());
    }

    [Fact]
    public void A_panel_that_fails_leaves_the_page_and_can_be_shown_again()
    {
        var fails = true;
        var panel = Render<PanelBoundary>(p => p.Add(c => c.Name, "The history").AddChildContent<Fragile>(q => q.Add(f => f.Fails, () => fails)));
        Assert.Contains("The history could not be shown.", panel.Markup);
        Assert.DoesNotContain("inner words", panel.Markup);

        fails = false;
        panel.Find("button").Click();

        Assert.Contains("whole", panel.Markup);
    }

    private sealed class Fragile : Microsoft.AspNetCore.Components.ComponentBase
    {
        [Microsoft.AspNetCore.Components.Parameter] public Func<bool> Fails { get; set; } = default!;

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder) =>
            builder.AddContent(0, Fails() ? throw new InvalidOperationException("inner words") : "whole");
    }
}
