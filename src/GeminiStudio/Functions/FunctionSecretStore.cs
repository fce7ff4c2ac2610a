using GeminiStudio.Audit;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Functions;

/// <summary>Secrets of endpoints, encrypted; a person sees their names and last letters alone.</summary>
public sealed class FunctionSecretStore(IDbContextFactory<StudioDb> databases, WriteQueue writes, Vault vault, AuditLog audit, TimeProvider time)
{
    /// <summary>Names with their last letters, by name.</summary>
    public async Task<IReadOnlyList<(string Name, string Fingerprint)>> ListAsync(Guid ownerId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.FunctionSecrets.Where(s => s.OwnerId == ownerId).OrderBy(s => s.Name).Select(s => new { s.Name, s.Fingerprint }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.Name, r.Fingerprint))];
    }

    /// <summary>Null when there is none, or when its ring is lost.</summary>
    internal async Task<Secret?> FindAsync(Guid ownerId, string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var cipher = await db.FunctionSecrets.Where(s => s.OwnerId == ownerId && s.Name == name).Select(s => s.Cipher).SingleOrDefaultAsync(cancellationToken);
        return cipher is not null && vault.TryUnprotect(cipher, out var secret) ? secret : null;
    }

    /// <summary>Keeps a secret under a name; one that had the name before is replaced.</summary>
    /// <returns>Why not; null when it is kept.</returns>
    public async Task<string?> SaveAsync(Guid ownerId, string name, Secret secret, CancellationToken cancellationToken)
    {
        if (!vault.CanStore)
        {
            return "With PostgreSQL, secrets are stored only when Studio__VaultCertificate is set.";
        }

        await writes.WriteAsync(
            async (db, token) =>
            {
                await db.FunctionSecrets.Where(s => s.OwnerId == ownerId && s.Name == name).ExecuteDeleteAsync(token);
                db.FunctionSecrets.Add(new FunctionSecret
                {
                    Id = Guid.CreateVersion7(), OwnerId = ownerId, Name = name, Fingerprint = secret.Fingerprint, Cipher = vault.Protect(secret), CreatedAt = time.GetUtcNow().UtcDateTime,
                });
                audit.Add(db, ownerId, "secret.saved", name);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);
        return null;
    }
}
