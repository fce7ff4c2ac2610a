using System.Security.Cryptography;
using System.Text;

namespace GeminiStudio.TestRig;

/// <summary>The web project as <c>dotnet publish</c> leaves it, made once per state of the sources and machine, for all test projects.</summary>
internal static class PublishedFolder
{
    private static readonly string[] Sources = ["src", "wwwroot", "global.json", "Directory.Build.props", "Directory.Packages.props"];

    /// <returns>A folder that holds GeminiStudio.Web.dll. Shared: read only.</returns>
    public static async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var root = RepositoryRoot.Find();
        var cache = Path.Combine(Path.GetTempPath(), $"gemini-studio-{Environment.UserName}-published");
        using var machine = await MachineLock.TakeAsync("publish", cancellationToken);
        var folder = Path.Combine(cache, await HashAsync(root, cancellationToken));
        if (!Directory.Exists(folder))
        {
            if (Directory.Exists(cache))
            {
                Directory.Delete(cache, recursive: true); // Of sources that are no more.
            }

            await PublishAsync(root, folder, cancellationToken);
        }

        return folder;
    }

    private static async Task PublishAsync(string root, string folder, CancellationToken cancellationToken)
    {
        // Its own intermediate folder: the tests' own build output must not change under them.
        await using var work = new TemporaryDirectory();
        var half = folder + ".half";
        await SourceCopy.MakeAsync(root, work.Path, Sources, cancellationToken);
        await Command.RunAsync(
            "dotnet",
            ["publish", Path.Combine(work.Path, "src", "GeminiStudio.Web"), "-c", "Release", "-o", half, "--nologo", "-nodeReuse:false"],
            cancellationToken);
        Directory.Move(half, folder);
    }

    private static async Task<string> HashAsync(string root, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in SourceCopy.Files(root, Sources).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(root, file), cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
