using GeminiStudio.TestRig;

[assembly: AssemblyFixture(typeof(PostgresServer))]
