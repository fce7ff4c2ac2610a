namespace GeminiStudio.Sessions;

/// <summary>The shape of a session: who follows whom. Light enough to hold a thousand turns.</summary>
public sealed class TurnTree
{
    private readonly Dictionary<Guid, TurnNode> _nodes;
    private readonly ILookup<Guid, TurnNode> _children;

    /// <param name="nodes">All turns that are not deleted.</param>
    public TurnTree(IEnumerable<TurnNode> nodes)
    {
        _nodes = nodes.ToDictionary(n => n.Id);
        _children = _nodes.Values.OrderBy(n => n.Sequence).ToLookup(n => n.ParentId ?? Guid.Empty);
    }

    /// <summary>From the root to this turn; empty when the turn is not in the tree.</summary>
    public IReadOnlyList<Guid> PathTo(Guid? turnId)
    {
        var path = new List<Guid>();
        while (turnId is { } id && _nodes.TryGetValue(id, out var node))
        {
            path.Add(id);
            turnId = node.ParentId;
        }

        path.Reverse();
        return path;
    }

    /// <summary>Turns with the same parent, oldest first, itself included.</summary>
    public IReadOnlyList<Guid> SiblingsOf(Guid turnId) =>
        _nodes.TryGetValue(turnId, out var node) ? [.. _children[node.ParentId ?? Guid.Empty].Select(n => n.Id)] : [];

    /// <summary>The newest end of the branch that goes through this turn.</summary>
    public Guid LeafBelow(Guid turnId)
    {
        while (_children[turnId].LastOrDefault() is { } child)
        {
            turnId = child.Id;
        }

        return turnId;
    }

    /// <summary>The turn and everything that follows from it.</summary>
    public IReadOnlyList<Guid> Subtree(Guid turnId)
    {
        var found = new List<Guid> { turnId };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(_children[found[i]].Select(n => n.Id));
        }

        return found;
    }

    /// <summary>Where the shown branch ends when this turn goes: the newest sibling's end, else the parent.</summary>
    public Guid? HeadWithout(Guid turnId)
    {
        var node = _nodes[turnId];
        var sibling = SiblingsOf(turnId).LastOrDefault(id => id != turnId);
        return sibling != Guid.Empty ? LeafBelow(sibling) : node.ParentId;
    }
}

/// <summary>A turn's place in the tree.</summary>
public sealed record TurnNode(Guid Id, Guid? ParentId, int Sequence);
