using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace GeminiStudio.TestRig;

/// <summary>The web project as the Dockerfile's lines leave it, made once per state of the sources and machine, for all test projects.</summary>
internal static class PublishedFolder
{
    /// <returns>A folder that holds GeminiStudio.Web.dll. Shared: read only.</returns>
    public static async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var steps = DockerfileSteps.Read();
        var root = RepositoryRoot.Find();
        var cache = Path.Combine(Path.GetTempPath(), $"gemini-studio-{Environment.UserName}-published");
        using var machine = await MachineLock.TakeAsync("publish", cancellationToken);
        var folder = Path.Combine(cache, await HashAsync(root, steps, cancellationToken));
        if (!Directory.Exists(folder))
        {
            if (Directory.Exists(cache))
            {
                Directory.Delete(cache, recursive: true); // Of sources that are no more.
            }

            await PublishAsync(root, steps, folder, cancellationToken);
        }

        return folder;
    }

    private static async Task PublishAsync(string root, DockerfileSteps steps, string folder, CancellationToken cancellationToken)
    {
        // A copy of what the image's build sees: the tests' own build output must not change under them.
        await using var context = new TemporaryDirectory();
        var half = folder + ".half";
        await SourceCopy.MakeAsync(root, context.Path, steps.Copied, cancellationToken);
        var start = new ProcessStartInfo("dotnet", steps.Publish.Select(argument => argument == "/app" ? half : argument))
        {
            WorkingDirectory = context.Path,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // Nothing stays behind in the copy's folder.
        start.Environment["RunAnalyzers"] = "false"; // These very sources were looked at when the tests were built.
        await Command.RunAsync(start, cancellationToken);
        Directory.Move(half, folder);
    }

    private static async Task<string> HashAsync(string root, DockerfileSteps steps, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in SourceCopy.Files(root, [.. steps.Copied, "Dockerfile"]).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(root, file), cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
