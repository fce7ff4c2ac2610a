using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Files;

/// <summary>A disk that is full or has lost something: it is said, nothing is half there, and nothing crashes.</summary>
public sealed class LostFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(28, StorageTrouble.Full)] // ENOSPC
    [InlineData(5, StorageTrouble.Failing)] // EIO
    public async Task A_disk_that_is_full_in_the_middle_of_an_upload_refuses_it_and_keeps_nothing(int error, StorageTrouble trouble)
    {
        await using var rig = await StudioRig.StartAsync();
        var blobs = new FileBlobs(rig.Services.GetRequiredService<StudioOptions>(), TimeProvider.System, (path, how) => new FullDisk(new FileStream(path, how), room: 200_000, error));
        var files = new FileStore(blobs, rig.Services.GetRequiredService<IDbContextFactory<StudioDb>>(), rig.Services.GetRequiredService<WriteQueue>(), TimeProvider.System);
        var bytes = new byte[1024 * 1024];
        Samples.Film(3).CopyTo(bytes, 0);

        var refused = await Assert.ThrowsAsync<StorageException>(() => files.KeepAsync(StudioRig.Owner.UserId, "film.mp4", new MemoryStream(bytes), null, Cancel));

        Assert.Equal(trouble, refused.Trouble);
        Assert.Empty(Directory.GetFiles(Path.Combine(rig.DataDirectory, "files"), "*", SearchOption.AllDirectories));
        await using var db = await rig.DbAsync();
        Assert.False(await db.Files.AnyAsync(Cancel));
        Assert.Equal("film.mp4", (await rig.As(StudioRig.Owner).KeepFileAsync(null, "film.mp4", new MemoryStream(bytes), null, Cancel)).Name); // once there is room
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_no_trouble_of_the_disk()
    {
        await using var rig = await StudioRig.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => rig.As(StudioRig.Owner).KeepFileAsync(Guid.NewGuid(), "film.mp4", new BrokenOff(Samples.Film(3)), null, Cancel));

        Assert.Empty(Directory.GetFiles(Path.Combine(rig.DataDirectory, "files"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_draft_whose_file_is_lost_says_so_on_the_chip_and_in_preflight_and_is_not_sent()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var file = await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "What is this?", Cancel);
        Lose(rig, file);

        var chip = Assert.Single(await studio.AttachmentsAsync(session, StudioRig.Settings.Model, Cancel));
        var line = Assert.Single((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);
        var code = await studio.CodeRequestAsync(session, null, Cancel);
        await studio.CountTokensAsync(session, StudioRig.Settings.Model, Cancel);

        Assert.Equal("The bytes of this file are not on the server any more.", chip.Problem);
        Assert.Equal(("file", true, PreflightFixKind.RemoveFile, file.Hash), (line.Code, line.Blocks, line.Fix.Kind, line.Fix.Subject));
        Assert.StartsWith("dot.png is not on the server any more", Assert.Single(sent.Problems).Description, StringComparison.Ordinal);
        Assert.Contains("its bytes are not on this server any more", System.Text.Encoding.UTF8.GetString(code.Body.Span), StringComparison.Ordinal);
        Assert.Null(await studio.OpenSessionAsync(session, 40, Cancel)); // nothing was begun

        await studio.DetachAsync(session, line.Fix.Subject!, Cancel);
        Assert.Empty((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
    }

    [Fact]
    public async Task A_chat_whose_turn_names_a_lost_file_shows_it_and_goes_on_only_once_it_is_back_or_out()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var file = await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        var (_, answer) = await rig.SendAsync("What is this?", session);
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(answer);
        Lose(rig, file);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 2, "And now?", Cancel);

        var asked = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0];
        var line = Assert.Single((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
        var sent = await studio.SendAsync(session, Guid.NewGuid(), 2, StudioRig.Settings, Cancel);
        var again = await studio.RerunAsync(answer, Guid.NewGuid(), StudioRig.Settings, Cancel);

        Assert.Empty(asked.Files); // which the turn's card shows as missing
        Assert.Equal(("file", true, PreflightFixKind.ShowTurn, $"{asked.Id}"), (line.Code, line.Blocks, line.Fix.Kind, line.Fix.Subject));
        Assert.All([sent, again], refused => Assert.StartsWith("dot.png in this chat is not on the server any more.", Assert.Single(refused.Problems).Description, StringComparison.Ordinal));
        Assert.Contains("its bytes are not on this server any more", (await studio.ReceiptAsync(answer, Cancel))!.Exchange.Request, StringComparison.Ordinal);

        var back = await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel); // the same bytes
        await studio.DetachAsync(session, back.Hash, Cancel);
        Assert.Empty((await studio.SendAsync(session, Guid.NewGuid(), 2, StudioRig.Settings, Cancel)).Problems);
        var call = await rig.Google.NextCallAsync();
        Assert.Contains("inlineData", call.Body, StringComparison.Ordinal);
        call.Finish();
    }

    private static void Lose(StudioRig rig, StoredFile file) => File.Delete(Path.Combine(rig.DataDirectory, "files", file.Hash[..2], file.Hash));

    /// <summary>A disk with room for so many bytes.</summary>
    private sealed class FullDisk(FileStream file, long room, int error) : Stream
    {
        private long _room = room;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => file.Position = value; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if ((_room -= buffer.Length) < 0)
            {
                throw new IOException("The system's own words.", error);
            }

            await file.WriteAsync(buffer, cancellationToken);
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>A sender that goes away after these bytes.</summary>
    private sealed class BrokenOff(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count : throw new IOException("The client went away.");
    }
}
