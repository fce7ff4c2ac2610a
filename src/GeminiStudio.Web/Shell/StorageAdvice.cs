using GeminiStudio.Data;

namespace GeminiStudio.Web.Shell;

/// <summary>What the operator reads when the database keeps the server from starting: what is wrong, and what to do.</summary>
internal static class StorageAdvice
{
    public static string For(StorageTrouble trouble, StudioOptions options, string? connectionString)
    {
        var file = StudioDatabase.FileOf(connectionString, options.DataDirectory);
        var what = file ?? "the PostgreSQL database";
        return trouble switch
        {
            StorageTrouble.Damaged when file is null => "Gemini Studio does not start: the PostgreSQL database is damaged or is not Gemini Studio's. Bring back its last backup, or give this server a database of its own.",
            StorageTrouble.Damaged =>
                $"Gemini Studio does not start: {file} is damaged or is no database. {LastBackup.Describe(options.DataDirectory)} "
                + $"Move {file}, {file}-wal and {file}-shm away, put a backup in the place of the first, and start again. "
                + $"Without a backup, `sqlite3 {file} .recover` saves what can be read.",
            StorageTrouble.Full => $"Gemini Studio does not start: the disk of {what} is full. Free space on it and start again; nothing is lost.",
            StorageTrouble.Busy => $"Gemini Studio does not start: another program holds {what}. End it and start again.",
            StorageTrouble.ReadOnly => $"Gemini Studio does not start: {what} is read-only for the user that runs this server. Give it write access to the file and its directory.",
            StorageTrouble.Gone => $"Gemini Studio does not start: {what} cannot be opened. See that its directory exists and belongs to the user that runs this server.",
            StorageTrouble.Failing => $"Gemini Studio does not start: the disk of {what} reports errors. {LastBackup.Describe(options.DataDirectory)} Check the disk before anything else.",
            _ => "Gemini Studio does not start: the PostgreSQL server cannot be reached. See that it runs, and check ConnectionStrings__Studio.",
        };
    }
}
