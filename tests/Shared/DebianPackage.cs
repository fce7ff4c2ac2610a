using System.Diagnostics;

namespace GeminiStudio.TestRig;

/// <summary>Installs what a test needs on a fresh machine: possible as root on Debian and its kin.</summary>
internal static class DebianPackage
{
    public static bool CanInstall => OperatingSystem.IsLinux() && Command.IsRoot && Command.FindOnPath("apt-get") is not null;

    /// <summary>Installs one package. The caller holds the machine's lock: the package manager has one of its own and does not wait.</summary>
    public static async Task InstallAsync(string package, CancellationToken cancellationToken)
    {
        await RunAsync(["update"], cancellationToken);
        await RunAsync(["install", "-y", "--no-install-recommends", package], cancellationToken);
    }

    private static Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", .. arguments]);
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        return Command.RunAsync(start, cancellationToken);
    }
}
