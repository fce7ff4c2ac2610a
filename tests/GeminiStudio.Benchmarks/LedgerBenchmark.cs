using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.People;
using GeminiStudio.Usage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Benchmarks;

/// <summary>Reserve, dispatch and settle of one call on SQLite with every commit on the disk; the target is 2 ms at the median for reserve and settle.</summary>
public class LedgerBenchmark
{
    private readonly string _directory = Directory.CreateTempSubdirectory("studio-bench-").FullName;
    private ServiceProvider _services = null!;
    private StudioCall _call = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Studio:DataDirectory", _directory), new("Studio:TimeZone", "UTC")]).Build();
        _services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddStudio(configuration, emulator: null).BuildServiceProvider();
        await _services.PrepareDatabaseAsync(CancellationToken.None);
        await using var db = await _services.GetRequiredService<IDbContextFactory<StudioDb>>().CreateDbContextAsync();
        db.Budgets.Add(new Budget { Id = Guid.CreateVersion7(), Unit = BudgetUnit.Tokens, Period = BudgetPeriod.Day, Limit = long.MaxValue / 2 });
        await db.SaveChangesAsync();
        _call = new StudioCall
        {
            Method = GeminiMethod.GenerateContent,
            CallId = Guid.Empty,
            UserId = LocalOwner.Actor.UserId,
            ModelInfo = _services.GetRequiredService<ModelCatalog>().Find("gemini-3.8-flash"),
            Estimate = new Estimate(100, 1000, 1000),
        };
    }

    [Benchmark]
    public Task ReserveDispatchSettleAsync() => ReserveAndSettleAsync();

    /// <summary>Books one call from its reservation to its release.</summary>
    /// <returns>What reserving and settling took, dispatch and release left out.</returns>
    internal async Task<TimeSpan> ReserveAndSettleAsync()
    {
        var call = _call with { CallId = Guid.NewGuid() };
        var (writes, desk, ledger) = (_services.GetRequiredService<WriteQueue>(), _services.GetRequiredService<BudgetDesk>(), _services.GetRequiredService<UsageLedger>());
        var began = Stopwatch.GetTimestamp();
        await writes.WriteAsync((db, token) => desk.ReserveAsync(db, call.CallId, call.UserId, call.Estimate, token), CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(began);
        var attempt = await ledger.DispatchAsync(call, "abcd", CancellationToken.None);
        began = Stopwatch.GetTimestamp();
        var usage = new GeminiUsage { PromptTokens = 90, CandidatesTokens = 10, TotalTokens = 100 };
        await ledger.SettleAsync(new Booking(attempt, call.ModelInfo, usage, LedgerSource.Provider, Failure: null), CancellationToken.None);
        took += Stopwatch.GetElapsedTime(began);
        await ledger.ReleaseAsync(call.CallId, CancellationToken.None);
        return took;
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }
}
