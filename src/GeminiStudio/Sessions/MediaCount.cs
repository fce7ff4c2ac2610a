using System.Text;
using GeminiStudio.Data;
using GeminiStudio.Files;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Sessions;

/// <summary>About how many tokens the files of a conversation take, by Google's published rules.</summary>
internal static class MediaCount
{
    /// <summary>Of the turns of a branch, read from the database.</summary>
    public static async Task<long> OfAsync(StudioDb db, Guid ownerId, IReadOnlyList<Guid> path, string apiModel, CancellationToken cancellationToken)
    {
        var parts = await db.Turns.AsNoTracking().Where(t => path.Contains(t.Id) && t.Parts.Contains("\"studio:")).Select(t => t.Parts).ToListAsync(cancellationToken);
        return await OfAsync(db, ownerId, parts, apiModel, cancellationToken);
    }

    /// <summary>Of parts as they are stored.</summary>
    public static async Task<long> OfAsync(StudioDb db, Guid ownerId, IReadOnlyList<string> parts, string apiModel, CancellationToken cancellationToken)
    {
        var hashes = parts.SelectMany(p => MediaPlaces.Find(Encoding.UTF8.GetBytes(p))).Select(p => p.Hash).ToList();
        if (hashes.Count == 0)
        {
            return 0;
        }

        var files = await db.Files.AsNoTracking().Where(f => f.OwnerId == ownerId && hashes.Contains(f.Hash)).ToListAsync(cancellationToken);
        var tokens = files.DistinctBy(f => f.Hash).ToDictionary(f => f.Hash, f => MediaTokens.Of(f, apiModel) ?? 0);
        return hashes.Sum(h => (long)tokens.GetValueOrDefault(h));
    }
}
