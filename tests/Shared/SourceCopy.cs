namespace GeminiStudio.TestRig;

/// <summary>Source files without what builds leave behind: a clean build context, like the one a container is built from.</summary>
internal static class SourceCopy
{
    /// <param name="root">The checkout.</param>
    /// <param name="entries">Files and folders at its top.</param>
    /// <returns>Paths below the root; bin and obj left out, and entries that do not exist.</returns>
    public static IEnumerable<string> Files(string root, IEnumerable<string> entries) =>
        from entry in entries
        let path = Path.Combine(root, entry)
        from file in Directory.Exists(path) ? Under(path) : File.Exists(path) ? [path] : []
        select Path.GetRelativePath(root, file);

    public static async Task MakeAsync(string root, string target, IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        foreach (var file in Files(root, entries))
        {
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, await File.ReadAllBytesAsync(Path.Combine(root, file), cancellationToken), cancellationToken);
        }
    }

    private static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => Path.GetFileName(child) is not ("bin" or "obj"))
                .SelectMany(Under));
}
