using GeminiStudio.Data;

namespace GeminiStudio.Access;

/// <summary>Who asks: decided at the door, checked by the services.</summary>
public sealed record Actor(Guid UserId, UserRole Role);

/// <summary>What is asked for.</summary>
public enum Verb
{
    Read,
    Write,
    Run,
    Delete,
    Manage,
}

/// <summary>What it is asked of.</summary>
public enum ResourceKind
{
    Session,
    Draft,
    FunctionSet,
    Preset,
    Usage,
    ModelCatalog,
    ApiKey,
    AuditLog,
}

/// <summary>The one place where access is decided; everything not named here is refused.</summary>
public static class AccessRules
{
    // Content belongs to its person alone: even the owner of the server has no row for another one's session.
    private static readonly HashSet<(ResourceKind, Verb)> OwnThings =
    [
        (ResourceKind.Session, Verb.Read), (ResourceKind.Session, Verb.Write), (ResourceKind.Session, Verb.Run), (ResourceKind.Session, Verb.Delete),
        (ResourceKind.Draft, Verb.Read), (ResourceKind.Draft, Verb.Write), (ResourceKind.Draft, Verb.Delete),
        (ResourceKind.FunctionSet, Verb.Read), (ResourceKind.FunctionSet, Verb.Write), (ResourceKind.FunctionSet, Verb.Delete),
        (ResourceKind.Preset, Verb.Read), (ResourceKind.Preset, Verb.Write), (ResourceKind.Preset, Verb.Delete),
        (ResourceKind.Usage, Verb.Read),
    ];

    private static readonly HashSet<(ResourceKind, Verb)> Everybody = [(ResourceKind.ModelCatalog, Verb.Read), (ResourceKind.ApiKey, Verb.Run)];

    private static readonly HashSet<(ResourceKind, Verb)> ServerOwner =
    [
        (ResourceKind.ApiKey, Verb.Read), (ResourceKind.ApiKey, Verb.Manage),
        (ResourceKind.ModelCatalog, Verb.Manage), (ResourceKind.AuditLog, Verb.Read), (ResourceKind.Usage, Verb.Manage),
    ];

    /// <summary>Whether the actor may do this to a resource of that owner; null is a resource of the whole server.</summary>
    public static bool Decide(Actor actor, Verb verb, ResourceKind kind, Guid? ownerId) =>
        Everybody.Contains((kind, verb))
        || (ownerId == actor.UserId && OwnThings.Contains((kind, verb)))
        || (actor.Role == UserRole.Owner && ServerOwner.Contains((kind, verb)));

    /// <exception cref="AccessDeniedException">The actor may not do this; to them the thing does not exist.</exception>
    public static void Demand(Actor actor, Verb verb, ResourceKind kind, Guid? ownerId)
    {
        if (!Decide(actor, verb, kind, ownerId))
        {
            throw new AccessDeniedException(kind, verb);
        }
    }
}

/// <summary>The actor may not; shown as "not found".</summary>
public sealed class AccessDeniedException(ResourceKind kind, Verb verb) : Exception($"{verb} on {kind} is not allowed.");
