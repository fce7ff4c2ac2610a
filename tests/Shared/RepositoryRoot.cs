namespace GeminiStudio.TestRig;

/// <summary>Where the checkout lies that these tests were built from.</summary>
internal static class RepositoryRoot
{
    private const string Marker = "GeminiStudio.sln";

    /// <summary>The folder that holds the solution file, found upwards from the test assembly.</summary>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles(Marker).Any())
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Marker}: run the tests from a checkout.");
    }

    /// <summary>A path below the root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Find(), .. parts]);
}
