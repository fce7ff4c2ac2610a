using System.Diagnostics;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Data;

/// <summary>Another program holds the SQLite file, as a backup tool or a curious operator does.</summary>
public sealed class HeldDatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_is_held_for_a_moment_delays_and_refuses_nothing()
    {
        await using var rig = await StudioRig.StartAsync();
        var held = await HoldAsync(rig);
        var watch = Stopwatch.StartNew();

        var sending = rig.SendAsync("Tell me");
        await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(3), Cancel)); // the fault itself: three seconds, by the row's own words
        Assert.False(sending.IsCompleted);
        await held.DisposeAsync();
        await sending;

        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(2.9), $"It was held for {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_database_that_is_held_on_refuses_in_words_after_five_seconds_and_nothing_is_lost()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, running) = await rig.SendAsync("A running answer");
        var call = await rig.Google.NextCallAsync();
        call.SendText("before ");
        await rig.ShownAsync(running, "before");
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Tell me", Cancel);

        SendResult refused;
        var watch = Stopwatch.StartNew();
        await using (await HoldAsync(rig))
        {
            call.SendText("during ");
            refused = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);
            Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(12));
            await StudioRig.SignalledAsync(studio.Watch(running)!, s => s.Trouble is not null);
            Assert.DoesNotContain("during", studio.Watch(running)!.Snapshot.Text, StringComparison.Ordinal);
        }

        Assert.Null(refused.TurnId);
        Assert.Contains("busy", refused.Problems.Single().Description, StringComparison.Ordinal);
        await rig.ShownAsync(running, "before during ");
        call.Finish();
        Assert.Equal(TurnState.Completed, (await rig.SettledAsync(running)).State);
        Assert.NotNull((await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel)).TurnId);
    }

    [Fact]
    public async Task Under_load_beside_another_writer_no_read_is_ever_upgraded_to_a_write()
    {
        await using var rig = await StudioRig.StartAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var other = Task.Run(() => WriteBesideAsync(rig, over.Token), Cancel);
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "x", Cancel);

        // Each unit reads before it writes; a deferred transaction would fail with 517 as soon as the other one commits between.
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (i, token) =>
        {
            await rig.As(StudioRig.Owner).SaveDraftAsync(i % 2 == 0 ? session : Guid.NewGuid(), DraftStore.Composer, i + 2, $"text {i}", token);
            await rig.As(StudioRig.Owner).ListSessionsAsync(null, 40, token);
        });

        await over.CancelAsync();
        Assert.True(await other > 0, "The other writer never got in between.");
    }

    private static async Task<int> WriteBesideAsync(StudioRig rig, CancellationToken cancellationToken)
    {
        var writes = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await using (await HoldAsync(rig))
            {
                writes++;
            }

            await Task.Delay(5, CancellationToken.None); // another program, not a siege
        }

        return writes;
    }

    private static async Task<SqliteTransactionHolder> HoldAsync(StudioRig rig)
    {
        await using var db = await rig.DbAsync();
        var connection = new SqliteConnection($"Data Source={db.Database.GetDbConnection().DataSource};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE; PRAGMA user_version=7;";
        await command.ExecuteNonQueryAsync(Cancel);
        return new SqliteTransactionHolder(connection);
    }

    private sealed class SqliteTransactionHolder(SqliteConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "COMMIT";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            await connection.DisposeAsync();
        }
    }
}
