namespace GeminiStudio.TestRig;

/// <summary>The Chromium that browser tests run in: the machine's own, installed when there is none and we may.</summary>
internal static class ChromiumBinary
{
    /// <summary>Names the program, before anything else is looked at.</summary>
    public const string Variable = "STUDIO_CHROMIUM";

    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>What it must be started with: it calls nobody on its own, and as root it has no sandbox.</summary>
    public static IReadOnlyList<string> Flags { get; } = Command.IsRoot ? ["--no-sandbox", .. Quiet] : Quiet;

    /// <returns>The full path of a program that can be started.</returns>
    /// <exception cref="InvalidOperationException">There is none and it cannot be installed; the message says what to do.</exception>
    public static async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        if (Find() is { } found)
        {
            return found;
        }

        if (DebianPackage.CanInstall)
        {
            using var machine = await MachineLock.TakeAsync("install", cancellationToken);
            if (Find() is null)
            {
                await DebianPackage.InstallAsync("chromium", cancellationToken);
            }
        }

        return Find() ?? throw new InvalidOperationException(
            $"Browser tests need Chromium: install the package 'chromium', or set {Variable} to the program's full path.");
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
            ? chosen
            : Command.FindOnPath("chromium", "chromium-browser", "google-chrome") ?? FindPlaywrights();

    private static string? FindPlaywrights()
    {
        var folder = Environment.GetEnvironmentVariable("PLAYWRIGHT_BROWSERS_PATH")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "ms-playwright");
        return !Directory.Exists(folder)
            ? null
            : Directory.EnumerateDirectories(folder, "chromium-*")
                .SelectMany(version => Directory.EnumerateDirectories(version, "chrome-linux*"))
                .Select(platform => Path.Combine(platform, "chrome"))
                .FirstOrDefault(File.Exists);
    }
}
