using GeminiStudio.Audit;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Keys;

/// <summary>The stored keys. Nothing here gives a key's value to a screen.</summary>
public sealed class KeyStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, Vault vault, AuditLog audit, TimeProvider time)
{
    public bool CanStore => vault.CanStore;

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.AsNoTracking().OrderBy(k => k.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Encrypts and keeps a key.</summary>
    public Task<ApiKey> AddAsync(Guid actorId, string name, Secret secret, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var key = new ApiKey
            {
                Id = Guid.CreateVersion7(),
                Name = name,
                Fingerprint = secret.Fingerprint,
                Cipher = vault.Protect(secret),
                AddedById = actorId,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            };
            db.ApiKeys.Add(key);
            audit.Add(db, actorId, "key.added", key.Fingerprint);
            await db.SaveChangesAsync(token);
            return key;
        },
        cancellationToken);

    /// <summary>False when there is no such key.</summary>
    public Task<bool> RemoveAsync(Guid actorId, Guid keyId, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var fingerprint = await db.ApiKeys.Where(k => k.Id == keyId).Select(k => k.Fingerprint).SingleOrDefaultAsync(token);
            if (fingerprint is null)
            {
                return false;
            }

            await db.ApiKeys.Where(k => k.Id == keyId).ExecuteDeleteAsync(token);
            audit.Add(db, actorId, "key.removed", fingerprint);
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Keeps that Google refused the key, with an entry in the log of who met it.</summary>
    /// <param name="keyId">Null for the environment's key, which has no row.</param>
    public Task NoteRefusedAsync(Guid? keyId, Guid actorId, string fingerprint, string message, CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            await db.ApiKeys.Where(k => k.Id == keyId).ExecuteUpdateAsync(
                set => set.SetProperty(k => k.Works, false).SetProperty(k => k.CheckMessage, message).SetProperty(k => k.CheckedAt, now), token);
            audit.Add(db, actorId, "key.refused", fingerprint);
            await db.SaveChangesAsync(token);
        },
        cancellationToken);

    /// <summary>Keeps that Google took the key.</summary>
    public Task NoteWorksAsync(Guid keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return writes.WriteAsync(
            (db, token) => db.ApiKeys.Where(k => k.Id == keyId).ExecuteUpdateAsync(
                set => set.SetProperty(k => k.Works, true).SetProperty(k => k.CheckMessage, (string?)null).SetProperty(k => k.CheckedAt, now), token),
            cancellationToken);
    }
}
