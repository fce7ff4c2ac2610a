using System.CommandLine;
using System.Reflection;
using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Web.CommandLine;

/// <summary>The program's verbs beside serving; they work beside a running server.</summary>
internal static class StudioCommands
{
    /// <summary>Whether the arguments ask for a verb; anything else starts the server.</summary>
    public static bool Asks(string[] args) => args is ["migrate" or "backup" or "--version" or "--help" or "-h" or "-?", ..];

    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Gemini Studio: a self-hosted playground for Google's Gemini API. Without a verb it serves.")
        {
            Migrate(),
            Backup(),
        };
        return root.Parse(args).InvokeAsync();
    }

    public static string Version => Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static Command Migrate()
    {
        var command = new Command("migrate", "Bring the database up to date, then end.");
        command.SetAction(async (_, token) =>
        {
            await using var services = Services();
            await services.PrepareDatabaseAsync(token);
            Console.WriteLine("The database is up to date.");
            return 0;
        });
        return command;
    }

    private static Command Backup()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where the copy goes; it must not exist yet." };
        var command = new Command("backup", "Copy the SQLite database while the server runs. Key rings are left out.") { file };
        command.SetAction(async (result, token) =>
        {
            var target = result.GetRequiredValue(file);
            if (target.Exists)
            {
                await Console.Error.WriteLineAsync($"{target.FullName} exists already.");
                return 1;
            }

            await using var services = Services();
            await using var db = await services.GetRequiredService<IDbContextFactory<StudioDb>>().CreateDbContextAsync(token);
            if (db is not SqliteStudioDb)
            {
                await Console.Error.WriteLineAsync("The database is PostgreSQL: use pg_dump.");
                return 1;
            }

            await db.Database.ExecuteSqlAsync($"VACUUM INTO {target.FullName}", token);
            LastBackup.Note(services.GetRequiredService<StudioOptions>().DataDirectory, target.FullName);
            Console.WriteLine(target.FullName);
            return 0;
        });
        return command;
    }

    private static ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddStudio(configuration, emulator: null).BuildServiceProvider();
    }
}
