namespace GeminiStudio.Web.Shell;

/// <summary>Which colours a person wants.</summary>
public enum ThemeChoice
{
    /// <summary>What the operating system says.</summary>
    System,
    Light,
    Dark,
}

/// <summary>How the choice is written in the page and in its cookie.</summary>
internal static class ThemeChoices
{
    public const string Cookie = "gs-theme";

    public static ThemeChoice Read(string? cookie) => cookie switch
    {
        "light" => ThemeChoice.Light,
        "dark" => ThemeChoice.Dark,
        _ => ThemeChoice.System,
    };

    public static string Name(this ThemeChoice theme) => theme switch
    {
        ThemeChoice.Light => "light",
        ThemeChoice.Dark => "dark",
        _ => "system",
    };

    public static string ColorScheme(this ThemeChoice theme) => theme == ThemeChoice.System ? "light dark" : theme.Name();

    /// <summary>The media query under which dark.css counts.</summary>
    public static string DarkMedia(this ThemeChoice theme) => theme switch
    {
        ThemeChoice.Light => "not all",
        ThemeChoice.Dark => "all",
        _ => "(prefers-color-scheme: dark)",
    };

    public static ThemeChoice Next(this ThemeChoice theme) => theme switch
    {
        ThemeChoice.System => ThemeChoice.Light,
        ThemeChoice.Light => ThemeChoice.Dark,
        _ => ThemeChoice.System,
    };
}
