using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Functions;

/// <summary>Functions that a person keeps under a name, for any session.</summary>
public sealed class FunctionSetStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, TimeProvider time)
{
    public async Task<IReadOnlyList<FunctionSet>> ListAsync(Guid ownerId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.FunctionSets.AsNoTracking().Where(s => s.OwnerId == ownerId).OrderBy(s => s.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a set; one of the same name is replaced.</summary>
    public Task<bool> SaveAsync(Guid ownerId, string name, string declarations, string? answers, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var set = await db.FunctionSets.FirstOrDefaultAsync(s => s.OwnerId == ownerId && s.Name == name, token);
            if (set is null)
            {
                set = new FunctionSet { Id = Guid.CreateVersion7(), OwnerId = ownerId, Name = name, Declarations = declarations, UpdatedAt = Now };
                db.FunctionSets.Add(set);
            }

            (set.Declarations, set.Answers, set.UpdatedAt) = (declarations, answers, Now);
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>False when there is none for this person.</summary>
    public Task<bool> RemoveAsync(Guid ownerId, Guid id, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) => await db.FunctionSets.Where(s => s.Id == id && s.OwnerId == ownerId).ExecuteDeleteAsync(token) == 1,
        cancellationToken);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
