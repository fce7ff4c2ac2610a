using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Files;

public sealed class FileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_bytes_are_kept_once_and_for_the_servers_account_alone()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);

        var one = await studio.KeepFileAsync(null, "../../a.png", new MemoryStream(Samples.Pixel), null, Cancel);
        var two = await studio.KeepFileAsync(null, "b.png", new MemoryStream(Samples.Pixel), null, Cancel);

        Assert.Equal((one.Id, "a.png", 1, 1), (two.Id, one.Name, one.Width, one.Height));
        var blob = Assert.Single(Directory.GetFiles(Path.Combine(rig.DataDirectory, "files"), "*", SearchOption.AllDirectories));
        Assert.Equal(one.Hash, Path.GetFileName(blob));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(blob));
    }

    [Fact]
    public async Task What_is_refused_leaves_nothing_behind()
    {
        await using var rig = await StudioRig.StartAsync();

        await Assert.ThrowsAsync<FileRefusedException>(() => rig.As(StudioRig.Owner).KeepFileAsync(null, "x.zip", new MemoryStream([.. "PK\u0003\u0004"u8, 0]), null, Cancel));

        Assert.Empty(Directory.GetFiles(Path.Combine(rig.DataDirectory, "files"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_picture_that_claims_more_than_a_browser_can_show_is_refused_by_its_header()
    {
        await using var rig = await StudioRig.StartAsync();
        byte[] bomb = [.. Samples.Pixel[..16], 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, .. Samples.Pixel[24..]];

        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => rig.As(StudioRig.Owner).KeepFileAsync(null, "bomb.png", new MemoryStream(bomb), null, Cancel));

        Assert.Contains("65535 × 65535", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_upload_is_cut_off_at_the_limit_and_leaves_nothing()
    {
        await using var rig = await StudioRig.StartAsync();
        var blobs = rig.Services.GetRequiredService<FileBlobs>();

        await Assert.ThrowsAsync<FileTooLargeException>(() => blobs.KeepAsync(new Zeros(Samples.Film(1), long.MaxValue), _ => { }, most: 1_000_000, Cancel));
        var (_, bytes) = await blobs.KeepAsync(new Zeros(Samples.Film(1), 1_000_000), _ => { }, most: 1_000_000, Cancel); // the limit itself is taken

        Assert.Equal(1_000_000, bytes);
        Assert.Single(Directory.GetFiles(Path.Combine(rig.DataDirectory, "files"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("bomb.gif")]
    [InlineData("bomb.webp")]
    [InlineData("bomb.jpg")]
    public async Task Pictures_of_every_kind_are_measured_by_their_headers(string name)
    {
        await using var rig = await StudioRig.StartAsync();
        byte[] bytes = name switch
        {
            "bomb.gif" => [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0],
            "bomb.webp" => [.. "RIFF\u0026\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0x3F, 0, 0xFF, 0x3F, 0],
            _ => [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 0, 0, 0],
        };

        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => rig.As(StudioRig.Owner).KeepFileAsync(null, name, new MemoryStream(bytes), null, Cancel));

        Assert.Contains("more than a browser can show", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hundred_and_first_attachment_is_refused_in_words()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Files, 1, Attachment.WriteAll([.. Enumerable.Range(0, 100).Select(i => new Attachment { Link = $"https://x/{i}", Name = "a" })]), Cancel);

        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel));

        Assert.StartsWith("100 files go along already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_server_left_half_written_goes_after_a_day()
    {
        await using var rig = await StudioRig.StartAsync();
        await rig.As(StudioRig.Owner).KeepFileAsync(null, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        var (old, fresh) = (Path.Combine(rig.DataDirectory, "files", "incoming", "old"), Path.Combine(rig.DataDirectory, "files", "incoming", "fresh"));
        await File.WriteAllTextAsync(old, "half", Cancel);
        await File.WriteAllTextAsync(fresh, "half", Cancel);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow - TimeSpan.FromDays(2));

        await using var next = await StudioRig.StartAsync(after: rig);
        await next.As(StudioRig.Owner).KeepFileAsync(null, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);

        Assert.Equal((false, true), (File.Exists(old), File.Exists(fresh)));
    }

    [Fact]
    public async Task A_file_is_there_for_its_owner_alone()
    {
        await using var rig = await StudioRig.StartAsync();
        var other = rig.As(await rig.AddPersonAsync());
        var file = await rig.As(StudioRig.Owner).KeepFileAsync(null, "a.png", new MemoryStream(Samples.Pixel), null, Cancel);

        Assert.Null(await other.OpenFileAsync(file.Hash, Cancel));
        Assert.False(await other.AttachAsync(Guid.NewGuid(), file.Hash, Cancel));
    }

    [Fact]
    public async Task A_picture_goes_with_the_message_as_its_bytes_while_the_turn_only_names_it()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var file = await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);

        await rig.SendAsync("What is this?", session);
        var call = await rig.Google.NextCallAsync();
        call.Finish();

        var parts = JsonNode.Parse(call.Body)!["contents"]![0]!["parts"]!;
        Assert.Equal(("image/png", Convert.ToBase64String(Samples.Pixel)), ((string?)parts[0]!["inlineData"]!["mimeType"], (string?)parts[0]!["inlineData"]!["data"]));
        Assert.Equal("What is this?", (string?)parts[1]!["text"]);
        Assert.Empty(await studio.AttachmentsAsync(session, "gemini-3.8-flash", Cancel));
        await using var db = await rig.DbAsync();
        var stored = await db.Turns.Where(t => t.Role == "user").Select(t => t.Parts).SingleAsync(Cancel);
        Assert.Equal($$$"""[{"fileData":{"mimeType":"image/png","fileUri":"studio:{{{file.Hash}}}","displayName":"dot.png"}},{"text":"What is this?"}]""", stored);
    }

    [Fact]
    public async Task The_raw_view_says_what_went_out_without_spelling_the_bytes()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        var (_, turn) = await rig.SendAsync("What is this?", session);
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);

        var raw = await studio.RawAsync(turn, Cancel);

        Assert.Contains("\"inlineData\"", raw!.Request, StringComparison.Ordinal);
        Assert.Contains("base64 of dot.png", raw.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("studio:", raw.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attachments_stay_with_the_draft_and_a_message_may_be_files_alone()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        Assert.Null(await studio.AttachLinkAsync(session, "https://youtu.be/9hE5-98ZeCg", Cancel));
        Assert.Null(await studio.ClipAsync(session, "https://www.youtube.com/watch?v=9hE5-98ZeCg", new VideoClip(10, 20.5, 5), Cancel));

        var kept = await rig.As(StudioRig.Owner).AttachmentsAsync(session, "gemini-3.8-flash", Cancel); // as after a reload
        Assert.Equal(["dot.png", "YouTube film"], kept.Select(a => a.Attachment.Name));
        Assert.Equal(1120, kept[0].Tokens);
        await rig.SendAsync("", session);
        var call = await rig.Google.NextCallAsync();
        call.Finish();

        var parts = JsonNode.Parse(call.Body)!["contents"]![0]!["parts"]!.AsArray();
        Assert.Equal(2, parts.Count);
        Assert.Equal("""{"fileData":{"fileUri":"https://www.youtube.com/watch?v=9hE5-98ZeCg"},"videoMetadata":{"startOffset":"10s","endOffset":"20.5s","fps":5}}""", parts[1]!.ToJsonString());
    }

    [Fact]
    public async Task Words_can_be_added_to_a_message_of_files_alone()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        var (_, answer) = await rig.SendAsync("", session);
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(answer);
        var asked = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0];

        Assert.Null(await studio.EditTurnAsync(asked.Id, Guid.NewGuid(), ["What is this?"], Cancel));

        var edited = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0];
        Assert.Equal(("What is this?", asked.OtherParts[0]), (edited.Text, Assert.Single(edited.OtherParts)));
    }

    [Fact]
    public async Task A_model_that_takes_no_pictures_is_not_asked_about_one()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.KeepFileAsync(session, "dot.mp4", new MemoryStream(Samples.Film(3)), null, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "What is this?", Cancel);

        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, new RunSettings { Model = "gemma-3-27b-instruct" }, Cancel);

        Assert.Equal("files", Assert.Single(sent.Problems).Field);
        Assert.Contains("takes no film. Remove dot.mp4", sent.Problems[0].Description, StringComparison.Ordinal);
        Assert.Single(await studio.AttachmentsAsync(session, "gemini-3.8-flash", Cancel)); // nothing is lost
    }

    [Fact]
    public async Task A_removed_attachment_is_not_sent()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var file = await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        await studio.DetachAsync(session, file.Hash, Cancel);

        await rig.SendAsync("Hi", session);
        var call = await rig.Google.NextCallAsync();
        call.Finish();

        Assert.DoesNotContain("inlineData", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_a_model_made_is_kept_as_a_file_and_goes_back_as_it_came()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Draw a dot");
        var call = await rig.Google.NextCallAsync();
        call.Send(Chunks.Of($$$"""{"candidates":[{"content":{"parts":[{"text":"Here: "},{"inlineData":{"mimeType":"image/png","data":"{{{Convert.ToBase64String(Samples.Pixel)}}}"},"thoughtSignature":"c2ln"}],"role":"model"}}]}"""));
        call.Finish();
        var settled = await rig.SettledAsync(turn);

        Assert.DoesNotContain("inlineData", Assert.Single(settled.OtherParts), StringComparison.Ordinal);
        Assert.Equal(new PlacedPart(6, settled.OtherParts[0]), Assert.Single(settled.PlacedParts));
        Assert.Equal("image/png", Assert.Single((await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Turns[^1].Files).Value.MimeType);
        await rig.SendAsync("Once more", session);
        var again = await rig.Google.NextCallAsync();
        again.Finish();
        var part = JsonNode.Parse(again.Body)!["contents"]![1]!["parts"]![1]!;
        Assert.Equal((Convert.ToBase64String(Samples.Pixel), "c2ln"), ((string?)part["inlineData"]!["data"], (string?)part["thoughtSignature"]));
    }

    [Fact]
    public async Task Speech_becomes_a_sound_that_browsers_play()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Say it");
        var call = await rig.Google.NextCallAsync();
        var piece = Chunks.Of($$$"""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"audio/L16;codec=pcm;rate=24000","data":"{{{Convert.ToBase64String(new byte[24_000])}}}"}}],"role":"model"}}]}""");
        call.Send(piece);
        call.Send(piece); // in pieces, as it is spoken
        call.Finish();
        await rig.SettledAsync(turn);

        var file = Assert.Single((await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Turns[^1].Files.Values);
        Assert.Equal(("audio/wav", 1000, 48_044L), (file.MimeType, file.DurationMs, file.Bytes));
    }

    [Fact]
    public async Task A_large_file_goes_to_the_disk_and_not_into_memory()
    {
        await using var rig = await StudioRig.StartAsync();
        var incoming = new DirectoryInfo(Path.Combine(rig.DataDirectory, "files", "incoming"));
        var furthest = 0L;
        var film = new Zeros(Samples.Film(60), 192L * 1024 * 1024, given => furthest = Math.Max(furthest, given - (incoming.Exists ? incoming.EnumerateFiles().Sum(f => f.Length) : 0)));

        var file = await rig.As(StudioRig.Owner).KeepFileAsync(null, "film.mp4", film, null, Cancel);

        Assert.Equal((192L * 1024 * 1024, "video/mp4", 60_000), (file.Bytes, file.MimeType, file.DurationMs));
        Assert.InRange(furthest, 0, 1024 * 1024); // what was read is on the disk before more is asked for
    }

    /// <summary>A head, and zeros up to a length.</summary>
    /// <param name="asked">Told before each read how many bytes were given until then.</param>
    private sealed class Zeros(byte[] head, long length, Action<long>? asked = null) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            asked?.Invoke(_at);
            var count = (int)Math.Min(buffer.Length, length - _at);
            buffer[..count].Clear();
            for (var i = 0; i < count && _at + i < head.Length; i++)
            {
                buffer[i] = head[_at + i];
            }

            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
