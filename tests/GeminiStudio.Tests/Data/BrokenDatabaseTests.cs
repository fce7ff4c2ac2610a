using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GeminiStudio.Tests.Data;

/// <summary>The file is gone, foreign, damaged or closed to writing.</summary>
public sealed class BrokenDatabaseTests
{
    private const int PageBytes = 4096;
    private const int Places = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_file_that_was_taken_away_takes_no_more_writes_and_no_empty_one_comes_in_its_place(bool isReplaced)
    {
        await using var rig = await StudioRig.StartAsync();
        var file = await FileAsync(rig);
        var (_, turn) = await rig.SendAsync("Tell me");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn); // nothing is read or written beside this
        File.Move(file, file + ".away");
        if (isReplaced)
        {
            File.Copy(file + ".away", file);
        }

        var trouble = await Assert.ThrowsAsync<StorageException>(() => rig.As(StudioRig.Owner).SaveDraftAsync(Guid.NewGuid(), DraftStore.Composer, 1, "Tell me more", Cancel));

        Assert.Equal(StorageTrouble.Gone, trouble.Trouble);
        Assert.Equal(StorageTrouble.Gone, await rig.Services.GetRequiredService<StorageProbe>().FindTroubleAsync(Cancel));
        Assert.Equal(isReplaced, File.Exists(file));
        File.Move(file + ".away", file, overwrite: true);
        Assert.Null(await rig.Services.GetRequiredService<StorageProbe>().FindTroubleAsync(Cancel));
        Assert.NotNull(await rig.As(StudioRig.Owner).ViewTurnAsync(turn, Cancel));
    }

    [Fact]
    public async Task A_read_only_file_says_so()
    {
        await using var rig = await StudioRig.StartAsync();
        var file = await FileAsync(rig);
        var factory = new ServiceCollection().AddStudioDatabase($"Data Source={file};Mode=ReadOnly", "").BuildServiceProvider();

        var trouble = await Assert.ThrowsAsync<StorageException>(() => factory.GetRequiredService<WriteQueue>().WriteAsync(
            (db, token) => db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, "x"), token), Cancel));

        Assert.Equal(StorageTrouble.ReadOnly, trouble.Trouble);
        await factory.DisposeAsync();
    }

    [Fact]
    public async Task A_PostgreSQL_that_takes_no_writes_says_so()
    {
        await using var rig = await StudioRig.StartAsync(DatabaseKind.Postgres);
        var name = new NpgsqlConnectionStringBuilder(rig.ConnectionString).Database;
        await AsServerAsync(rig, $"ALTER DATABASE \"{name}\" SET default_transaction_read_only = on");
        NpgsqlConnection.ClearAllPools();

        Assert.Equal(StorageTrouble.ReadOnly, await rig.Services.GetRequiredService<StorageProbe>().FindTroubleAsync(Cancel));

        await AsServerAsync(rig, $"ALTER DATABASE \"{name}\" SET default_transaction_read_only = off");
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_flipped_byte_anywhere_lets_the_start_work_or_refuse_in_words()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Tell me");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);
        var whole = await CopyAsync(await FileAsync(rig));
        int refused = 0, worked = 0;

        for (var place = 0; place < Places; place++)
        {
            var directory = Directory.CreateTempSubdirectory("studio-flip-").FullName;
            var bytes = whole.ToArray();
            var page = place * (bytes.Length / PageBytes) / Places;
            bytes[(page * PageBytes) + (page == 0 ? 20 : 5)] ^= 0xFF; // where a page says how it is laid out
            await File.WriteAllBytesAsync(Path.Combine(directory, "studio.db"), bytes, Cancel);
            try
            {
                await using var again = await StudioRig.StartAsync(configure: s => s["Studio:DataDirectory"] = directory);
                worked++;
            }
            catch (StorageException e)
            {
                Assert.Equal(StorageTrouble.Damaged, e.Trouble);
                refused++;
            }
            finally
            {
                SqliteConnection.ClearAllPools();
                Directory.Delete(directory, recursive: true);
            }
        }

        Assert.Equal(Places, refused + worked);
        Assert.True(refused >= Places / 2, $"Only {refused} of {Places} were noticed.");
    }

    private static async Task<byte[]> CopyAsync(string file)
    {
        var copy = Path.GetTempFileName();
        File.Delete(copy);
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", copy);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var bytes = await File.ReadAllBytesAsync(copy, Cancel);
        File.Delete(copy);
        return bytes;
    }

    private static async Task AsServerAsync(StudioRig rig, string statement)
    {
        var server = new NpgsqlConnectionStringBuilder(rig.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancel);
#pragma warning disable CA2100 // the name is the rig's own
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<string> FileAsync(StudioRig rig)
    {
        await using var db = await rig.DbAsync();
        return db.Database.GetDbConnection().DataSource;
    }
}
