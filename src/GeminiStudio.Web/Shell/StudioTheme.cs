using MudBlazor;

namespace GeminiStudio.Web.Shell;

/// <summary>The MudTheme behind app.css and dark.css: the same hex values, so change both together.</summary>
internal static class StudioTheme
{
    private static readonly string[] Sans = ["Inter", "system-ui", "Segoe UI", "Helvetica Neue", "DejaVu Sans", "sans-serif"];

    public static MudTheme Create() => new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2759d6", PrimaryContrastText = "#ffffff", PrimaryDarken = "#1c49bd", PrimaryLighten = "#edf3ff",
            Secondary = "#4b4d52", SecondaryContrastText = "#ffffff",
            Tertiary = "#00646d", TertiaryContrastText = "#ffffff",
            Info = "#204ec3", InfoContrastText = "#ffffff",
            Success = "#106c3e", SuccessContrastText = "#ffffff",
            Warning = "#7d4f08", WarningContrastText = "#ffffff",
            Error = "#b02b27", ErrorContrastText = "#ffffff",
            Dark = "#191a1d", DarkContrastText = "#ffffff",
            Black = "#191a1d",
            TextPrimary = "#191a1d", TextSecondary = "#4b4d52", TextDisabled = "#a2a29d",
            ActionDefault = "#646669", ActionDisabled = "#a2a29d", ActionDisabledBackground = "#f4f4f1",
            Background = "#f7f7f4", BackgroundGray = "#f4f4f1", Surface = "#ffffff",
            DrawerBackground = "#f7f7f4", DrawerText = "#4b4d52", DrawerIcon = "#646669",
            AppbarBackground = "#ffffff", AppbarText = "#191a1d",
            LinesDefault = "#e6e6e2", LinesInputs = "#d5d5cf", TableLines = "#e6e6e2", Divider = "#e6e6e2", DividerLight = "#efefeb",
            TableHover = "#f8f8f6", TableStriped = "#ffffff",
            Skeleton = "#e7e7e2", OverlayDark = "rgba(22,23,26,0.38)", OverlayLight = "rgba(255,255,255,0.6)",
            BorderOpacity = 1.0, HoverOpacity = 0.05, RippleOpacity = 0, RippleOpacitySecondary = 0,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7ba4fc", PrimaryContrastText = "#0a1430", PrimaryDarken = "#96b8ff", PrimaryLighten = "#1a2439",
            Secondary = "#b0b2b8", SecondaryContrastText = "#141517",
            Tertiary = "#7acbd1", TertiaryContrastText = "#0c292b",
            Info = "#8cb0ff", InfoContrastText = "#0a1430",
            Success = "#6fd095", SuccessContrastText = "#14291d",
            Warning = "#edbb64", WarningContrastText = "#2d210f",
            Error = "#f88a82", ErrorContrastText = "#331d1b",
            Dark = "#ecedef", DarkContrastText = "#141517",
            Black = "#0d0d0f",
            TextPrimary = "#ecedef", TextSecondary = "#b0b2b8", TextDisabled = "#5d6067",
            ActionDefault = "#91939b", ActionDisabled = "#5d6067", ActionDisabledBackground = "#1a1b1e",
            Background = "#0d0d0f", BackgroundGray = "#1a1b1e", Surface = "#141517",
            DrawerBackground = "#0d0d0f", DrawerText = "#b0b2b8", DrawerIcon = "#91939b",
            AppbarBackground = "#141517", AppbarText = "#ecedef",
            LinesDefault = "#26282c", LinesInputs = "#36393f", TableLines = "#26282c", Divider = "#26282c", DividerLight = "#212327",
            TableHover = "#1a1b1e", TableStriped = "#141517",
            Skeleton = "#282a2f", OverlayDark = "rgba(4,4,6,0.62)", OverlayLight = "rgba(20,21,23,0.6)",
            BorderOpacity = 1.0, HoverOpacity = 0.08, RippleOpacity = 0, RippleOpacitySecondary = 0,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "13px", LineHeight = "20px", FontWeight = "400", LetterSpacing = "normal" },
            H1 = new H1Typography { FontSize = "24px", LineHeight = "30px", FontWeight = "600", LetterSpacing = "-0.022em" },
            H2 = new H2Typography { FontSize = "22px", LineHeight = "30px", FontWeight = "600", LetterSpacing = "-0.02em" },
            H3 = new H3Typography { FontSize = "18px", LineHeight = "26px", FontWeight = "600", LetterSpacing = "-0.014em" },
            H4 = new H4Typography { FontSize = "15px", LineHeight = "22px", FontWeight = "600", LetterSpacing = "-0.008em" },
            H5 = new H5Typography { FontSize = "14px", LineHeight = "20px", FontWeight = "600", LetterSpacing = "-0.005em" },
            H6 = new H6Typography { FontSize = "15px", LineHeight = "22px", FontWeight = "600", LetterSpacing = "-0.008em" }, // MudDialog title
            Subtitle1 = new Subtitle1Typography { FontSize = "13px", LineHeight = "20px", FontWeight = "500", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontSize = "12px", LineHeight = "16px", FontWeight = "500", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontSize = "13px", LineHeight = "20px", FontWeight = "400", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontSize = "13px", LineHeight = "20px", FontWeight = "400", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = "13px", LineHeight = "20px", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontSize = "12px", LineHeight = "16px", FontWeight = "400", LetterSpacing = "normal" },
            Overline = new OverlineTypography { FontSize = "11px", LineHeight = "16px", FontWeight = "500", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties
        {
            DefaultBorderRadius = "6px", AppbarHeight = "48px",
            DrawerMiniWidthLeft = "52px", DrawerWidthLeft = "236px", DrawerWidthRight = "316px",
        },
        Shadows = Elevations(),
    };

    // 0 flat; 1 hairline card; 2-11 popover and menu; 12-25 dialog. The values are CSS variables, so dark follows.
    private static Shadow Elevations()
    {
        var shadow = new Shadow();
        for (var i = 0; i < shadow.Elevation.Length; i++)
        {
            shadow.Elevation[i] = i switch { 0 => "none", 1 => "var(--gs-shadow-1)", < 12 => "var(--gs-shadow-2)", _ => "var(--gs-shadow-3)" };
        }
        return shadow;
    }
}
