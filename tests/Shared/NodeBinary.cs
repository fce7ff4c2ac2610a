using System.Runtime.InteropServices;

namespace GeminiStudio.TestRig;

/// <summary>The Node that Microsoft.Playwright ships: new enough for other people's SDKs, and there wherever browser tests are.</summary>
internal static class NodeBinary
{
    /// <exception cref="InvalidOperationException">The test project does not reference Microsoft.Playwright.</exception>
    public static string Find()
    {
        var platform = (OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
        {
            (true, _) => "win32",
            (_, true) => "darwin",
            _ => "linux",
        };
        var processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var path = Path.Combine(AppContext.BaseDirectory, ".playwright", "node", $"{platform}-{processor}", OperatingSystem.IsWindows() ? "node.exe" : "node");
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException($"{path} is missing: reference Microsoft.Playwright in this test project.");
    }
}
