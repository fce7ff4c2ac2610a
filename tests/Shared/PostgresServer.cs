using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit;

namespace GeminiStudio.TestRig;

/// <summary>
/// A PostgreSQL server for one test process, started by the first test that asks for a database. A server of our own, not the
/// machine's: no password, no fsync, no rows of anybody else, and gone with its folder when the process ends.
/// </summary>
/// <remarks>Use it as <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>.</remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>Connection string of a server to use instead, for machines that have one.</summary>
    public const string Variable = "STUDIO_TEST_POSTGRES";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private TemporaryDirectory? _folder;
    private ChildProcess? _process;
    private string? _connection;
    private int _databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <returns>The connection string of a new, empty database.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(await StartAsync(cancellationToken));
        var name = string.Create(CultureInfo.InvariantCulture, $"studio_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
        server.Database = name;
        return server.ConnectionString;
    }

    /// <returns>The connection string of the server itself.</returns>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _connection ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
                ? given
                : await StartOwnAsync(cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<string> StartOwnAsync(CancellationToken cancellationToken)
    {
        var programs = await PostgresBinaries.FindAsync(cancellationToken);
        var user = OtherUser.Find("postgres", "nobody"); // It refuses to run as root.
        _folder ??= new TemporaryDirectory();
        await OtherUser.GiveAsync(user, _folder.Path, cancellationToken);
        string[] initialise =
        [
            .. OtherUser.Prefix(user), Path.Combine(programs, "initdb"),
            "-D", _folder.File("data"), "-U", "studio", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
        ];
        await Command.RunAsync(
            new ProcessStartInfo(initialise[0], initialise.Skip(1)) { WorkingDirectory = _folder.Path }, cancellationToken);

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find();
            var connection = $"Host=127.0.0.1;Port={port};Username=studio;Database=postgres;Include Error Detail=true";
            _process = ChildProcess.Start(
                new ProcessStartInfo(Path.Combine(programs, "postgres"), Arguments(port)) { WorkingDirectory = _folder.Path },
                user, ChildProcess.Quit);
            if (await AnswersAsync(connection, cancellationToken))
            {
                return connection;
            }

            await _process.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"PostgreSQL did not start. It said:\n{_process.Output}");
            }
        }
    }

    private string[] Arguments(int port) =>
    [
        "-D", _folder!.File("data"), "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
    ];

    /// <summary>False when the server ended instead, for example because somebody took its port.</summary>
    private async Task<bool> AnswersAsync(string connection, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1) && !_process!.HasExited; await Task.Delay(50, cancellationToken))
        {
            try
            {
                await using var attempt = new NpgsqlConnection(connection + ";Pooling=false");
                await attempt.OpenAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException e) when (e.IsTransient || e is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow })
            {
                continue; // Still starting.
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_folder is not null)
        {
            await _folder.DisposeAsync();
        }
    }
}
