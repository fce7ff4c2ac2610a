using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.People;
using GeminiStudio.Runs;
using GeminiStudio.Sessions;
using GeminiStudio.TestRig;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace GeminiStudio.Tests.Studio;

/// <summary>Which database a test runs on; every store test runs on both.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>The whole core on a real database, with a scripted Google.</summary>
internal sealed class StudioRig : IAsyncDisposable
{
    private readonly string _directory;
    private readonly bool _ownsDirectory;

    private StudioRig(string directory, bool ownsDirectory, string? connectionString, ServiceProvider services) =>
        (_directory, _ownsDirectory, ConnectionString, Services) = (directory, ownsDirectory, connectionString, services);

    public ServiceProvider Services { get; }

    public string? ConnectionString { get; }

    public required ScriptedGemini Google { get; init; }

    /// <summary>What the server has logged.</summary>
    public required LogBook Logs { get; init; }

    /// <summary>Where database and rings lie.</summary>
    public string DataDirectory => _directory;

    public static Actor Owner => LocalOwner.Actor;

    public static RunSettings Settings { get; } = new() { Model = "gemini-3.8-flash" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StudioRig> StartAsync(
        DatabaseKind kind = DatabaseKind.Sqlite, TimeProvider? time = null, StudioRig? after = null, Action<Dictionary<string, string?>>? configure = null,
        Uri? upstream = null)
    {
        var directory = after?._directory ?? Directory.CreateTempSubdirectory("studio-test-").FullName;
        var connectionString = after?.ConnectionString ?? (kind == DatabaseKind.Postgres ? await (await TestContext.Current.GetFixture<PostgresServer>())!.CreateDatabaseAsync(Cancel) : null);
        var google = new ScriptedGemini();
        var logs = new LogBook();
        var settings = new Dictionary<string, string?>
        {
            ["Studio:DataDirectory"] = directory,
            ["Studio:TimeZone"] = "UTC",
            ["ConnectionStrings:Studio"] = connectionString,
            ["GEMINI_API_KEY"] = "test-key-0123456789-abcd",
        };
        if (upstream is not null)
        {
            settings["Gemini:BaseUrl"] = upstream.ToString();
        }

        configure?.Invoke(settings);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var collection = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging(l => l.AddProvider(logs));
        if (time is not null)
        {
            collection.AddSingleton(time);
        }

        var services = collection.AddStudio(configuration, emulator: null, Wire).BuildServiceProvider(validateScopes: true);
        await services.PrepareDatabaseAsync(Cancel);
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(Cancel);
        }

        return new StudioRig(directory, after is null, connectionString, services) { Google = google, Logs = logs };

        // With an upstream the real client speaks real HTTP to it; else the double answers.
        IGeminiClient Wire(IServiceProvider s, Uri address) =>
            upstream is null ? google : new GeminiHttpClient(s.GetRequiredService<GeminiOptions>(), address, s.GetRequiredService<TimeProvider>());
    }

    /// <summary>The product as a person sees it.</summary>
    public GeminiService As(Actor actor)
    {
        var scope = Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Actor = actor;
        return scope.ServiceProvider.GetRequiredService<GeminiService>();
    }

    /// <summary>A further person, with a row of their own.</summary>
    public async Task<Actor> AddPersonAsync()
    {
        var actor = new Actor(Guid.NewGuid(), UserRole.Member);
        await using var db = await DbAsync();
        db.Users.Add(new User { Id = actor.UserId, DisplayName = "Somebody", Role = actor.Role, CreatedAt = DateTime.UnixEpoch });
        await db.SaveChangesAsync(Cancel);
        return actor;
    }

    public Task<StudioDb> DbAsync() => Services.GetRequiredService<IDbContextFactory<StudioDb>>().CreateDbContextAsync(Cancel);

    /// <summary>Types and sends a message as the owner; returns the ids of the session and of the running model turn.</summary>
    public async Task<(Guid Session, Guid ModelTurn)> SendAsync(string text, Guid? session = null, RunSettings? settings = null, Actor? actor = null)
    {
        var studio = As(actor ?? Owner);
        var sessionId = session ?? Guid.NewGuid();
        var revision = ((await studio.FindDraftAsync(sessionId, DraftStore.Composer, Cancel))?.Revision ?? 0) + 1;
        await studio.SaveDraftAsync(sessionId, DraftStore.Composer, revision, text, Cancel);
        var sent = await studio.SendAsync(sessionId, Guid.NewGuid(), revision, settings ?? Settings, Cancel);
        Assert.Empty(sent.Problems);
        var view = await studio.OpenSessionAsync(sessionId, 40, Cancel);
        return (sessionId, view!.Turns[^1].Id);
    }

    /// <summary>Types and sends a message in a new session; the answer says whether it was taken.</summary>
    public async Task<SendResult> TrySendAsync(string text, RunSettings settings)
    {
        var (studio, session) = (As(Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, text, Cancel);
        return await studio.SendAsync(session, Guid.NewGuid(), 1, settings, Cancel);
    }

    public async Task AddBudgetAsync(BudgetUnit unit, long limit)
    {
        await using var db = await DbAsync();
        db.Budgets.Add(new Budget { Id = Guid.CreateVersion7(), Unit = unit, Period = BudgetPeriod.Day, Limit = limit });
        await db.SaveChangesAsync(Cancel);
    }

    /// <summary>Waits until the turn is settled; returns it as a screen shows it.</summary>
    public async Task<TurnView> SettledAsync(Guid modelTurn, Actor? actor = null)
    {
        if (Services.GetRequiredService<RunRegistry>().Find(modelTurn) is { } run)
        {
            await run.Completion.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }

        return (await As(actor ?? Owner).ViewTurnAsync(modelTurn, Cancel))!;
    }

    /// <summary>Waits until the loop, which works on after the run has settled, has come so far with a turn's calls.</summary>
    public async Task<CallsView> CallsAsync(Guid modelTurn, Func<CallsView, bool> isSo)
    {
        using var signal = new SemaphoreSlim(0);
        using var signals = As(Owner).Subscribe(_ => signal.Release());
        while (true)
        {
            if (await As(Owner).CallsAsync(modelTurn, Cancel) is { IsWorking: false } view && isSo(view))
            {
                return view;
            }

            Assert.True(await signal.WaitAsync(TimeSpan.FromSeconds(30), Cancel), "The loop did not come so far.");
        }
    }

    /// <summary>Waits until the run has shown this text, by its own signals.</summary>
    public async Task<RunSnapshot> ShownAsync(Guid modelTurn, string text)
    {
        var run = Services.GetRequiredService<RunRegistry>().Find(modelTurn)!;
        return await SignalledAsync(run, s => s.Text.Contains(text, StringComparison.Ordinal));
    }

    public static async Task<RunSnapshot> SignalledAsync(Run run, Func<RunSnapshot, bool> condition)
    {
        var signal = new SemaphoreSlim(0);
        using var subscription = run.Subscribe(() => signal.Release());
        while (!condition(run.Snapshot))
        {
            Assert.True(await signal.WaitAsync(TimeSpan.FromSeconds(30), Cancel), "The run did not get there within 30 s.");
        }

        return run.Snapshot;
    }

    public async ValueTask DisposeAsync()
    {
        // What ends waits for the clock as well; one that stands still would hold it for ever.
        if (Services.GetRequiredService<TimeProvider>() is FakeTimeProvider time)
        {
            await time.PassAsync(StopAsync());
        }
        else
        {
            await StopAsync();
        }
    }

    private async Task<bool> StopAsync()
    {
        foreach (var hosted in Services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        string pool;
        await using (var db = await DbAsync())
        {
            pool = db.Database.GetConnectionString()!;
        }

        await Services.DisposeAsync();
        ClearPool(pool);
        if (_ownsDirectory)
        {
            Directory.Delete(_directory, recursive: true);
        }

        return true;
    }

    // Its own alone: tests beside this one use theirs.
    private void ClearPool(string connectionString)
    {
        if (ConnectionString is null)
        {
            using var connection = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(connection);
        }
        else
        {
            using var connection = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(connection);
        }
    }
}
