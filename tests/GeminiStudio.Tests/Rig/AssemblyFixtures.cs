using GeminiStudio.TestRig;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]
