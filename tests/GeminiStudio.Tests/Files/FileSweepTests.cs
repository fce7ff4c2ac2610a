using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Tests.Files;

/// <summary>Files that nothing names any more go; whatever anything names, or may name again, stays.</summary>
public sealed class FileSweepTests
{
    private static readonly TimeSpan Later = FileSweep.Grace + TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = Faults.Clock();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_turns_drafts_waiting_messages_and_variables_name_stays_and_the_rest_goes_after_a_day(DatabaseKind kind)
    {
        await using var rig = await StartAsync(kind);
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var inTurn = await KeepAsync(studio, session, "in a turn");
        var (_, turn) = await rig.SendAsync("What is this?", session);
        var call = await rig.Google.NextCallAsync();
        var waiting = await KeepAsync(studio, session, "waits");
        await studio.SaveDraftAsync(session, DraftStore.Composer, 2, "And this?", Cancel);
        Assert.Null(await studio.EnqueueAsync(session, Guid.NewGuid(), 2, Cancel));
        call.Finish("MAX_TOKENS"); // so that it goes on waiting
        await rig.SettledAsync(turn);
        var inDraft = await KeepAsync(studio, session, "in the draft");
        var inValues = await KeepAsync(studio, null, "of a variable");
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { ["doc"] = VariableFile.Write(inValues.Hash, inValues.Name) }, Cancel);
        var ofNewPage = await KeepAsync(studio, null, "of a page without a session");
        await studio.SaveVariablesAsync(Guid.NewGuid(), new Dictionary<string, string> { ["doc"] = VariableFile.Write(ofNewPage.Hash, ofNewPage.Name) }, Cancel);
        var loose = await KeepAsync(studio, null, "nobody's");
        Assert.Equal(0, (await SweepAsync(rig)).Removed); // an upload under way is as loose as this

        _time.Advance(Later);
        var report = await SweepAsync(rig);

        Assert.Equal(new SweepReport(1, loose.Bytes, 0, 0), report);
        Assert.Null(await studio.OpenFileAsync(loose.Hash, Cancel));
        Assert.False(File.Exists(PathOf(rig, loose)));
        Assert.All([inTurn, waiting, inDraft, inValues, ofNewPage], file => Assert.True(File.Exists(PathOf(rig, file)), file.Name));
        await using var db = await rig.DbAsync();
        Assert.Equal(5, await db.Files.CountAsync(Cancel));
    }

    [Fact]
    public async Task An_undo_within_a_day_finds_its_file_and_after_that_it_is_gone()
    {
        await using var rig = await StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var file = await KeepAsync(studio, session, "a");
        await AnsweredAsync(rig, session);
        _time.Advance(TimeSpan.FromDays(30));

        await studio.DeleteSessionAsync(session, Cancel);
        _time.Advance(FileSweep.Grace / 2);
        await SweepAsync(rig);
        await studio.RestoreSessionAsync(session, Cancel);
        Assert.True(File.Exists(PathOf(rig, file)));
        var asked = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0];
        await studio.DeleteTurnAsync(asked.Id, Cancel);
        await SweepAsync(rig);
        Assert.True(File.Exists(PathOf(rig, file)));
        _time.Advance(Later);
        await SweepAsync(rig);

        Assert.False(File.Exists(PathOf(rig, file)));
    }

    [Fact]
    public async Task A_purged_temporary_chat_leaves_no_file()
    {
        await using var rig = await StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.MarkTemporaryAsync(session, isTemporary: true, Cancel);
        var file = await KeepAsync(studio, session, "secret");
        await AnsweredAsync(rig, session);

        await rig.Services.GetRequiredService<GeminiStudio.Runs.TemporaryChats>().PurgeAsync(StudioRig.Owner.UserId, session, Cancel);
        _time.Advance(Later);
        await SweepAsync(rig);

        Assert.False(File.Exists(PathOf(rig, file)));
    }

    [Fact]
    public async Task What_is_attached_once_more_or_taken_out_of_the_queue_is_fresh_again()
    {
        await using var rig = await StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (used, again) = (await KeepAsync(studio, null, "used as input"), await KeepAsync(studio, null, "uploaded again"));
        _time.Advance(Later);
        Assert.True(await studio.AttachAsync(Guid.NewGuid(), used.Hash, Cancel));
        await KeepAsync(studio, null, "uploaded again");

        Assert.Equal(0, (await SweepAsync(rig)).Removed);
        Assert.All([used, again], file => Assert.True(File.Exists(PathOf(rig, file))));
    }

    [Fact]
    public async Task The_bytes_stay_as_long_as_anybody_has_them()
    {
        await using var rig = await StartAsync();
        var (mine, theirs) = (rig.As(StudioRig.Owner), rig.As(await rig.AddPersonAsync()));
        var file = await KeepAsync(mine, null, "shared");
        await KeepAsync(theirs, Guid.NewGuid(), "shared");
        _time.Advance(Later);

        var report = await SweepAsync(rig);

        Assert.Equal((1, 0L), (report.Removed, report.Bytes));
        Assert.Null(await mine.OpenFileAsync(file.Hash, Cancel));
        Assert.NotNull(await theirs.OpenFileAsync(file.Hash, Cancel));
    }

    [Fact]
    public async Task Bytes_without_a_row_are_reported_and_go_a_week_after_they_were_seen_first()
    {
        await using var rig = await StartAsync();
        var file = await KeepAsync(rig.As(StudioRig.Owner), null, "left by a crash");
        await using (var db = await rig.DbAsync())
        {
            await db.Files.ExecuteDeleteAsync(Cancel);
        }

        _time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(new SweepReport(0, 0, 1, 0), await SweepAsync(rig));
        _time.Advance(FileSweep.OrphanGrace / 2);
        Assert.Equal(1, (await SweepAsync(rig)).Orphans);
        Assert.True(File.Exists(PathOf(rig, file)));
        _time.Advance(FileSweep.OrphanGrace / 2);

        Assert.Equal(new SweepReport(0, file.Bytes, 0, 0), await SweepAsync(rig));
        Assert.False(File.Exists(PathOf(rig, file)));
    }

    [Fact]
    public async Task A_row_without_bytes_is_reported()
    {
        await using var rig = await StartAsync();
        var file = await KeepAsync(rig.As(StudioRig.Owner), Guid.NewGuid(), "lost");
        File.Delete(PathOf(rig, file));

        Assert.Equal(new SweepReport(0, 0, 0, 1), await SweepAsync(rig));
    }

    [Fact]
    public async Task Bytes_that_are_kept_again_while_they_are_about_to_go_stay()
    {
        await using var rig = await StartAsync();
        var blobs = rig.Services.GetRequiredService<FileBlobs>();
        var file = await KeepAsync(rig.As(StudioRig.Owner), null, "again");
        _time.Advance(Later);
        var before = _time.GetUtcNow().UtcDateTime - FileSweep.Grace;
        await blobs.KeepAsync(new MemoryStream("again"u8.ToArray()), _ => { }, 100, Cancel); // its row comes in a moment

        Assert.Equal(0, blobs.Remove(file.Hash, before));
        Assert.True(blobs.Has(file.Hash));
    }

    [Fact]
    public async Task It_sweeps_by_itself_every_few_hours()
    {
        await using var rig = await StudioRig.StartAsync(time: _time);
        var path = PathOf(rig, await KeepAsync(rig.As(StudioRig.Owner), null, "nobody's"));
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!);
        watcher.Deleted += (_, _) => gone.TrySetResult();
        watcher.EnableRaisingEvents = true;

        var began = _time.GetUtcNow();
        while (!gone.Task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromHours(1));
            Assert.True(_time.GetUtcNow() - began < TimeSpan.FromDays(3650));
            await Task.WhenAny(gone.Task, Task.Delay(1, Cancel));
        }

        Assert.True(_time.GetUtcNow() - began >= FileSweep.Grace);
    }

    // Swept by hand: what it reports is looked at.
    private async Task<StudioRig> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var rig = await StudioRig.StartAsync(kind, _time);
        await rig.Services.GetRequiredService<FileSweep>().StopAsync(Cancel);
        return rig;
    }

    private static Task<SweepReport> SweepAsync(StudioRig rig) => rig.Services.GetRequiredService<FileSweep>().SweepAsync(Cancel);

    private static Task<StoredFile> KeepAsync(GeminiService studio, Guid? session, string text) =>
        studio.KeepFileAsync(session, $"{text}.txt", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), null, Cancel);

    private static async Task AnsweredAsync(StudioRig rig, Guid session)
    {
        var (_, turn) = await rig.SendAsync("What is this?", session);
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);
    }

    private static string PathOf(StudioRig rig, StoredFile file) => Path.Combine(rig.DataDirectory, "files", file.Hash[..2], file.Hash);
}
