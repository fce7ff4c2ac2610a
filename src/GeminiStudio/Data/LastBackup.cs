namespace GeminiStudio.Data;

/// <summary>Remembers beside the database where its last backup went, for the day on which the database cannot be read.</summary>
public static class LastBackup
{
    private const string FileName = "last-backup.txt";

    public static void Note(string dataDirectory, string backup) => File.WriteAllText(Path.Combine(dataDirectory, FileName), backup);

    /// <summary>A sentence with the last backup and its age; says so when there is none.</summary>
    public static string Describe(string dataDirectory)
    {
        var note = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(note) || File.ReadAllText(note).Trim() is not { Length: > 0 } backup)
        {
            return "No backup is known.";
        }

        return File.Exists(backup)
            ? $"The last backup is {backup}, of {File.GetLastWriteTimeUtc(backup):yyyy-MM-dd HH:mm} UTC."
            : $"The last backup was {backup}, which is not there any more.";
    }
}
