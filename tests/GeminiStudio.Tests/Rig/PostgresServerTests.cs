using GeminiStudio.TestRig;
using Npgsql;
using Xunit;

namespace GeminiStudio.Tests.Rig;

public sealed class PostgresServerTests(PostgresServer server)
{
    [Fact]
    public async Task Each_test_gets_a_database_of_its_own()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var first = await server.CreateDatabaseAsync(cancellationToken);
        var second = await server.CreateDatabaseAsync(cancellationToken);
        await RunAsync(first, "CREATE TABLE mine (id int)", cancellationToken);

        Assert.NotEqual(first, second);
        Assert.Equal(1L, await RunAsync(first, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'", cancellationToken));
        Assert.Equal(0L, await RunAsync(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'", cancellationToken));
    }

    private static async Task<object?> RunAsync(string database, string statement, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(statement);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
