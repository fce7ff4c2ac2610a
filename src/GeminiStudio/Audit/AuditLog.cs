using GeminiStudio.Data;

namespace GeminiStudio.Audit;

/// <summary>Adds entries inside the transaction of what they tell about, so that neither exists without the other.</summary>
public sealed class AuditLog(TimeProvider time)
{
    /// <param name="db">The unit of work that does the thing.</param>
    /// <param name="actorId">Who did it.</param>
    /// <param name="action">For example <c>key.added</c>.</param>
    /// <param name="subject">What it was done to; never a secret.</param>
    public void Add(StudioDb db, Guid actorId, string action, string subject) => db.Audit.Add(new AuditEntry
    {
        Id = Guid.CreateVersion7(),
        At = time.GetUtcNow().UtcDateTime,
        ActorId = actorId,
        Action = action,
        Subject = subject,
    });
}
