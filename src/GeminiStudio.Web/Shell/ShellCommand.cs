namespace GeminiStudio.Web.Shell;

/// <summary>Names of what a key press can ask for; Shortcuts.razor.js knows the keys.</summary>
public static class ShellCommand
{
    public const string Help = "help";
    public const string Palette = "palette";
    public const string NewChat = "new-chat";
    public const string History = "history";
    public const string Settings = "settings";
    public const string Search = "search";
    public const string Next = "next";
    public const string Previous = "previous";
}
