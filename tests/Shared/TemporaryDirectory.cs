namespace GeminiStudio.TestRig;

/// <summary>A directory of a test's own, gone when the test ends.</summary>
internal sealed class TemporaryDirectory : IAsyncDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("gemini-studio-").FullName;

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Tries for two seconds: a program that was just killed may hold a file for a moment longer.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var attempt = 1; Directory.Exists(Path); attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(100);
            }
        }
    }
}
