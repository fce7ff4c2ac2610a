namespace GeminiStudio.TestRig;

/// <summary>Somebody with few rights to run programs as when the tests run as root.</summary>
internal static class OtherUser
{
    /// <summary>The first of these users that the machine knows; null when we are not root or it knows none.</summary>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Command.IsRoot && Accounts().Any(account => account[0] == name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>What to put before a command so that it runs as this user, with our process id; nothing when that is ourselves.</summary>
    public static IEnumerable<string> Prefix(string? user) =>
        user is null ? [] : ["setpriv", "--reuid", user, "--regid", GroupOf(user), "--clear-groups", "--"];

    /// <summary>Gives a folder and what is in it to the user; nothing to do when that is ourselves.</summary>
    public static Task GiveAsync(string? user, string folder, CancellationToken cancellationToken) =>
        user is null ? Task.CompletedTask : Command.RunAsync("chown", ["-R", $"{user}:{GroupOf(user)}", folder], cancellationToken);

    private static string GroupOf(string user) => Accounts().First(account => account[0] == user)[3];

    private static IEnumerable<string[]> Accounts() => File.ReadLines("/etc/passwd").Select(line => line.Split(':'));
}
