namespace GeminiStudio.TestRig;

/// <summary>The folder with initdb and postgres: the machine's newest, installed when there is none and we may.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <exception cref="InvalidOperationException">There are none and they cannot be installed; the message says what to do.</exception>
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
                await DebianPackage.InstallAsync("postgresql", cancellationToken);
            }
        }

        return Find() ?? throw new InvalidOperationException(
            $"Tests of the second database need PostgreSQL: install the package 'postgresql', or set {PostgresServer.Variable} "
            + "to the connection string of a server where databases may be created.");
    }

    private static string? Find()
    {
        // Debian keeps the server's programs off PATH, one folder per version.
        var packaged = Directory.Exists(DebianRoot)
            ? Directory.EnumerateDirectories(DebianRoot)
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .MaxBy(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            : null;
        return packaged is not null
            ? Path.Combine(packaged, "bin")
            : Path.GetDirectoryName(Command.FindOnPath("initdb"));
    }
}
