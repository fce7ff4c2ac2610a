using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using GeminiStudio.TestRig;

namespace GeminiStudio.E2E.Judges;

/// <summary>Other people's clients, installed once per lock file into the user's cache and run by the Node that Playwright ships.</summary>
internal static class JudgeFolder
{
    private static readonly string[] Files = ["package.json", "package-lock.json", ".npmrc"];

    private static string Sources { get; } = Path.Combine(RepositoryRoot.Find(), "e2e", "GeminiStudio.E2E", "Judges");

    /// <returns>A folder whose <c>node_modules</c> holds what the lock file names. Shared: read only.</returns>
    public static async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var cache = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "gemini-studio-tests", "judges");
        var folder = Path.Combine(cache, await HashAsync(cancellationToken));
        if (Directory.Exists(folder))
        {
            return folder;
        }

        using var machine = await MachineLock.TakeAsync("judges", cancellationToken);
        if (!Directory.Exists(folder))
        {
            if (Directory.Exists(cache))
            {
                Directory.Delete(cache, recursive: true); // of a lock file that is no more, or half made
            }

            await InstallAsync(folder, cancellationToken);
        }

        return folder;
    }

    /// <summary>Runs one of the scripts beside this file and returns what it printed.</summary>
    public static async Task<string> RunAsync(string script, Uri emulator, CancellationToken cancellationToken)
    {
        var code = await File.ReadAllTextAsync(Path.Combine(Sources, "scripts", script), cancellationToken);

        // Evaluated in the cache's folder, so that its imports are found there and not beside the sources.
        return await RunAsync(["--input-type=module", "--eval", code, "--", emulator.ToString()], await GetAsync(cancellationToken), new Dictionary<string, string>(), cancellationToken);
    }

    /// <summary>Runs Node with these arguments.</summary>
    public static Task<string> RunAsync(
        IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(NodeBinary.Find(), arguments) { WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("GEMINI", StringComparison.Ordinal) || k.StartsWith("GOOGLE", StringComparison.Ordinal)
            || k.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name); // no key and no way out: they talk to the emulator alone
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Command.RunAsync(start, cancellationToken);
    }

    private static async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        var half = Directory.CreateDirectory(folder + ".half").FullName;
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(Sources, file), Path.Combine(half, file));
        }

        var start = new ProcessStartInfo(await NpmAsync(cancellationToken), ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = half };
        try
        {
            await Command.RunAsync(start, cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            throw new InvalidOperationException("The SDKs that judge the emulator could not be installed: npm must be able to reach its registry once.", e);
        }

        Directory.Move(half, folder);
    }

    private static async Task<string> NpmAsync(CancellationToken cancellationToken)
    {
        string[] names = OperatingSystem.IsWindows() ? ["npm.cmd"] : ["npm"];
        if (Command.FindOnPath(names) is null && DebianPackage.CanInstall)
        {
            using var packages = await MachineLock.TakeAsync("install", cancellationToken);
            await DebianPackage.InstallAsync("npm", cancellationToken);
        }

        return Command.FindOnPath(names)
            ?? throw new InvalidOperationException("npm is missing: install Node.js (it brings npm) or, on Debian and Ubuntu, run these tests as root once.");
    }

    private static async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(Sources, file), cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
