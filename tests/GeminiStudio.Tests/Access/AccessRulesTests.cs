using GeminiStudio.Access;
using GeminiStudio.Data;

namespace GeminiStudio.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly Guid Me = Guid.NewGuid();

    /// <summary>Every combination of who, what and whose, with the expected answer from one table.</summary>
    public static TheoryData<UserRole, Verb, ResourceKind, bool, bool> Table()
    {
        var allowed = new HashSet<(ResourceKind, Verb, string)>
        {
            (ResourceKind.Session, Verb.Read, "mine"), (ResourceKind.Session, Verb.Write, "mine"),
            (ResourceKind.Session, Verb.Run, "mine"), (ResourceKind.Session, Verb.Delete, "mine"),
            (ResourceKind.Draft, Verb.Read, "mine"), (ResourceKind.Draft, Verb.Write, "mine"), (ResourceKind.Draft, Verb.Delete, "mine"),
            (ResourceKind.FunctionSet, Verb.Read, "mine"), (ResourceKind.FunctionSet, Verb.Write, "mine"), (ResourceKind.FunctionSet, Verb.Delete, "mine"),
            (ResourceKind.Preset, Verb.Read, "mine"), (ResourceKind.Preset, Verb.Write, "mine"), (ResourceKind.Preset, Verb.Delete, "mine"),
            (ResourceKind.Usage, Verb.Read, "mine"), (ResourceKind.Usage, Verb.Manage, "owner"),
            (ResourceKind.ModelCatalog, Verb.Read, "all"), (ResourceKind.ModelCatalog, Verb.Manage, "owner"),
            (ResourceKind.ApiKey, Verb.Run, "all"), (ResourceKind.ApiKey, Verb.Read, "owner"), (ResourceKind.ApiKey, Verb.Manage, "owner"),
            (ResourceKind.AuditLog, Verb.Read, "owner"),
        };
        var table = new TheoryData<UserRole, Verb, ResourceKind, bool, bool>();
        foreach (var role in Enum.GetValues<UserRole>())
        {
            foreach (var verb in Enum.GetValues<Verb>())
            {
                foreach (var kind in Enum.GetValues<ResourceKind>())
                {
                    foreach (var mine in new[] { true, false })
                    {
                        table.Add(role, verb, kind, mine,
                            allowed.Contains((kind, verb, "all"))
                            || (mine && allowed.Contains((kind, verb, "mine")))
                            || (role == UserRole.Owner && allowed.Contains((kind, verb, "owner"))));
                    }
                }
            }
        }

        return table;
    }

    [Theory, MemberData(nameof(Table))]
    public void Access_is_what_the_table_says(UserRole role, Verb verb, ResourceKind kind, bool mine, bool expected) =>
        Assert.Equal(expected, AccessRules.Decide(new Actor(Me, role), verb, kind, mine ? Me : Guid.NewGuid()));
}
