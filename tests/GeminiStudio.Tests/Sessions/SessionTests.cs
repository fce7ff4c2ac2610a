using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Sessions;

public sealed class SessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Titles_are_found_whatever_their_case_and_signs_are_taken_as_they_are(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        await rig.SendAsync("Größe von 100% Wolle");
        await rig.SendAsync("Something else");
        var studio = rig.As(StudioRig.Owner);

        Assert.Equal("Größe von 100% Wolle", Assert.Single(await studio.ListSessionsAsync("GRÖSSE".Replace("SS", "ß", StringComparison.Ordinal), SessionStore.PageOfSessions, Cancel)).Title);
        Assert.Single(await studio.ListSessionsAsync("100%", SessionStore.PageOfSessions, Cancel));
        Assert.Empty(await studio.ListSessionsAsync("1_0", SessionStore.PageOfSessions, Cancel));
        Assert.Equal(2, (await studio.ListSessionsAsync("  ", SessionStore.PageOfSessions, Cancel)).Count);
        Assert.Equal("Something else", Assert.Single(await studio.ListSessionsAsync(null, 1, Cancel)).Title);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_deleted_session_comes_back_whole(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);
        var studio = rig.As(StudioRig.Owner);

        Assert.True(await studio.DeleteSessionAsync(session, Cancel));
        Assert.Null(await studio.OpenSessionAsync(session, 40, Cancel));
        await studio.RestoreSessionAsync(session, Cancel);

        Assert.Equal(2, (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns.Count);
    }

    [Fact]
    public async Task A_title_is_one_line_of_at_most_200_signs()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, _) = await rig.SendAsync("\n  Translate this:\nlong text follows");
        var studio = rig.As(StudioRig.Owner);
        Assert.Equal("Translate this:", (await studio.OpenSessionAsync(session, 40, Cancel))!.Title);

        Assert.Equal("a b c", await studio.RenameSessionAsync(session, " a\n\tb\r\n c ", Cancel));
        Assert.Null(await studio.RenameSessionAsync(session, " \n ", Cancel));
        Assert.True((await studio.RenameSessionAsync(session, new string('x', 10_000), Cancel))!.Length <= 200);
    }

    [Fact]
    public async Task A_deleted_turn_takes_what_follows_along_and_comes_back_with_it()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, first) = await rig.SendAsync("One");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(first);
        var (_, second) = await rig.SendAsync("Two", session);
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(second);
        var studio = rig.As(StudioRig.Owner);

        var deleted = (await studio.DeleteTurnAsync(first, Cancel))!;
        Assert.Equal("One", Assert.Single((await studio.OpenSessionAsync(session, 40, Cancel))!.Turns).Text);
        await studio.RestoreTurnsAsync(deleted, Cancel);

        Assert.Equal(4, (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns.Count);
    }

    [Fact]
    public async Task A_long_session_opens_with_its_last_turns()
    {
        await using var rig = await StudioRig.StartAsync();
        var session = Guid.NewGuid();
        for (var i = 0; i < 25; i++)
        {
            var (_, turn) = await rig.SendAsync($"Question {i}", session);
            (await rig.Google.NextCallAsync()).Finish();
            await rig.SettledAsync(turn);
        }

        var view = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!;

        Assert.Equal((40, 10), (view.Turns.Count, view.EarlierTurns));
        Assert.Equal("Question 5", view.Turns[0].Text);
    }

    [Fact]
    public async Task Settings_stay_with_the_session_and_with_a_page_that_has_none_yet()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        var settings = StudioRig.Settings with { Temperature = 0.4, StopSequences = ["END"] };

        await studio.SaveSettingsAsync(session, settings, Cancel);
        Assert.Equal(settings, await studio.NewSessionSettingsAsync(session, Cancel));
        await rig.SendAsync("Hello", session, settings);
        await studio.SaveSettingsAsync(session, settings with { TopK = 5 }, Cancel);

        Assert.Equal(settings with { TopK = 5 }, (await studio.OpenSessionAsync(session, 40, Cancel))!.Settings);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Migrations_say_all_that_the_model_says(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        await using var db = await rig.DbAsync();

        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: add a migration for SQLite and one for PostgreSQL.");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancel));
    }

    [Fact]
    public async Task Every_commit_of_the_SQLite_file_is_on_the_disk_before_it_counts()
    {
        await using var rig = await StudioRig.StartAsync();
        await using var db = await rig.DbAsync();

        Assert.Equal(["wal"], await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync(Cancel));
        Assert.Equal([2], await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync(Cancel));
    }
}
