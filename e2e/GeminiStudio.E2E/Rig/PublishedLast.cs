using GeminiStudio.E2E.Stories;
using GeminiStudio.TestRig;
using Xunit.Sdk;
using Xunit.v3;

namespace GeminiStudio.E2E.Rig;

/// <summary>Tests of the published program come last, and it is published meanwhile: no other test waits for that.</summary>
public sealed class PublishedLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        if (testCollections.Any(NeedsPublished))
        {
            _ = Task.Run(() => PublishedFolder.GetAsync(CancellationToken.None)); // a test that needs it asks again, and is told why when it cannot be
        }

        return [.. testCollections.OrderBy(NeedsPublished).ThenBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];
    }

    private static bool NeedsPublished<TTestCollection>(TTestCollection tests)
        where TTestCollection : ITestCollection =>
        tests.TestCollectionDisplayName.Contains(".Crash.", StringComparison.Ordinal) || tests.TestCollectionDisplayName.Contains(nameof(ProxyStory), StringComparison.Ordinal);
}
