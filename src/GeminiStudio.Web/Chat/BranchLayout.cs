using GeminiStudio.Sessions;

namespace GeminiStudio.Web.Chat;

/// <summary>Places a session's turns on a map: one row each, a branch below the one that it leaves, in a column of its own.</summary>
internal sealed class BranchLayout
{
    /// <param name="nodes">All turns, oldest first.</param>
    public BranchLayout(IReadOnlyList<BranchNode> nodes)
    {
        var children = nodes.ToLookup(n => n.ParentId ?? Guid.Empty);
        var places = new List<Place>(nodes.Count);
        var columns = 0;

        // Depth first without recursion: a thousand turns below each other are a usual chat.
        var open = new Stack<(BranchNode Node, int Depth, Place? Parent, bool StartsColumn)>();
        Push(Guid.Empty, null, 0);
        while (open.TryPop(out var next))
        {
            if (next.StartsColumn)
            {
                columns++;
            }

            var place = new Place(next.Node, next.StartsColumn ? columns - 1 : next.Parent?.Column ?? 0, places.Count, next.Depth, next.Parent);
            places.Add(place);
            Push(next.Node.Id, place, next.Depth + 1);
        }

        Places = places;
        Columns = Math.Max(1, columns);
        Models = [.. nodes.Where(n => n.Model is not null).Select(n => n.Model!).Distinct()];

        void Push(Guid parentId, Place? parent, int depth)
        {
            // The first child goes on in its parent's column, so it must come off the stack first.
            foreach (var (child, index) in children[parentId].Select((c, i) => (c, i)).Reverse())
            {
                open.Push((child, depth, parent, StartsColumn: index > 0 || parent is null));
            }
        }
    }

    public IReadOnlyList<Place> Places { get; }

    public int Columns { get; }

    /// <summary>The models that answered, in order of their first answer.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>1 to 6 for a model, 0 for a user's turn.</summary>
    public int ColourOf(BranchNode node) => node.Model is { } model ? Math.Min(Models.ToList().IndexOf(model), 5) + 1 : 0;

    /// <summary>Where one turn is drawn.</summary>
    public sealed record Place(BranchNode Node, int Column, int Row, int Depth, Place? Parent);
}
