using GeminiStudio.Access;
using GeminiStudio.Data;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.People;

/// <summary>The one person of solo mode.</summary>
public sealed class LocalOwner(WriteQueue writes, TimeProvider time)
{
    /// <summary>The same id on every machine, so that a backup restored elsewhere still belongs to its owner.</summary>
    public static readonly Actor Actor = new(new Guid("00000000-0000-7000-8000-000000000001"), UserRole.Owner);

    /// <summary>Makes the row at the first start.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => writes.WriteAsync(
        async (db, token) =>
        {
            if (!await db.Users.AnyAsync(u => u.Id == Actor.UserId, token))
            {
                db.Users.Add(new User { Id = Actor.UserId, DisplayName = "You", Role = UserRole.Owner, CreatedAt = time.GetUtcNow().UtcDateTime });
                await db.SaveChangesAsync(token);
            }
        },
        cancellationToken);
}
