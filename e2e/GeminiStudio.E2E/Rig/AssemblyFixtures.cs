using GeminiStudio.E2E.Rig;
using GeminiStudio.TestRig;
using Xunit;

[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: AssemblyFixture(typeof(PostgresServer))]
[assembly: TestCollectionOrderer(typeof(PublishedLast))]
