using Xunit.Sdk;
using Xunit.v3;

namespace GeminiStudio.E2E.Rig;

/// <summary>Tests of the published program come last: they wait for it to be built, and others need not.</summary>
public sealed class PublishedLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => NeedsPublished(c.TestCollectionDisplayName)).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static bool NeedsPublished(string name) => name.Contains(".Crash.", StringComparison.Ordinal) || name.Contains(nameof(Stories.ProxyStory), StringComparison.Ordinal);
}
