using System.Text.Json;
using GeminiStudio.Data;
using GeminiStudio.Files;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>What was typed for the variables of a session: with the session, or with its page while it has no turn yet.</summary>
public sealed class VariableStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, DraftStore drafts, TimeProvider time)
{
    /// <summary>The values of a page that has no session yet.</summary>
    public const string DraftKind = "variables";

    /// <summary>Set when the person wants the braces sent as they are typed; no variable can be named like it.</summary>
    public const string AsTyped = "$asTyped";

    /// <summary>Most values that are kept.</summary>
    public const int Most = 200;

    /// <summary>By name; empty when nothing was typed.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(Guid ownerId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var kept = await db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId).Select(s => s.Variables).SingleOrDefaultAsync(cancellationToken);
        return kept is { Length: > 2 } json ? Read(json)
            : await drafts.FindAsync(ownerId, sessionId, DraftKind, cancellationToken) is { } draft ? Read(draft.Text)
            : new Dictionary<string, string>();
    }

    public async Task SaveAsync(Guid ownerId, Guid sessionId, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var json = Write(values);
        var files = values.Values.Select(v => VariableFile.Read(v)?.Hash).OfType<string>().ToList();
        var kept = await writes.WriteAsync(
            async (db, token) =>
            {
                await FileStore.TouchAsync(db, ownerId, files, time.GetUtcNow().UtcDateTime, token);
                return await db.Sessions.Where(s => s.Id == sessionId && s.OwnerId == ownerId && s.DeletedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.Variables, json), token);
            },
            cancellationToken);
        if (kept == 0)
        {
            var draft = await drafts.FindAsync(ownerId, sessionId, DraftKind, cancellationToken);
            await drafts.SaveAsync(ownerId, sessionId, DraftKind, (draft?.Revision ?? 0) + 1, json, cancellationToken);
        }
    }

    internal static string Write(IReadOnlyDictionary<string, string> values) => JsonSerializer.Serialize(values, RelaxedJson.Options);

    private static Dictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
}
