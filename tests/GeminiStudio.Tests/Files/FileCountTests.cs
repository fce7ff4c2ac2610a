using GeminiStudio.Files;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Files;

public sealed class FileCountTests
{
    private const string Model = "gemini-3.8-flash";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_counted_by_Google_once_and_its_bytes_do_not_travel_with_each_change_of_the_text()
    {
        await using var rig = await StudioRig.StartAsync();
        rig.Google.Tokens = body => body.Contains("inlineData", StringComparison.Ordinal) ? 258 : 5;
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var counted = CountedAsync(studio);
        await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "What is this?", Cancel);

        await studio.CountTokensAsync(session, Model, Cancel);
        await counted.WaitAsync(Cancel);
        var known = await studio.CountTokensAsync(session, Model, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 2, "What is that?", Cancel);
        await studio.CountTokensAsync(session, Model, Cancel);

        Assert.Equal((263, false, 0), (known.Tokens, known.IsEstimate, known.Files.Count));
        var sent = Assert.Single(rig.Google.Counted, body => body.Contains("inlineData", StringComparison.Ordinal));
        Assert.Contains(Convert.ToBase64String(Samples.Pixel), sent, StringComparison.Ordinal);
        Assert.Equal(3, rig.Google.Counted.Count); // the picture, and each of the two texts
        var chip = Assert.Single(await studio.AttachmentsAsync(session, Model, Cancel));
        Assert.Equal((258, true), (chip.Tokens!.Value, chip.IsCounted));
    }

    [Fact]
    public async Task Until_Google_has_counted_a_file_and_for_a_large_one_the_published_rules_count()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var bytes = new byte[FileTokens.MaxBytes + 1];
        Samples.Film(10).CopyTo(bytes, 0);
        await studio.KeepFileAsync(session, "film.mp4", new MemoryStream(bytes), null, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "What is this?", Cancel);

        var count = await studio.CountTokensAsync(session, Model, Cancel);

        Assert.True(count.IsEstimate);
        Assert.Equal(7 + 10 * (70 + 32), count.Tokens);
        Assert.Single(count.Files);
        Assert.DoesNotContain(rig.Google.Counted, body => body.Contains("inlineData", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_piece_of_a_film_and_another_resolution_are_counted_anew()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.KeepFileAsync(session, "film.mp4", new MemoryStream(Samples.Film(10)), null, Cancel);
        await CountAsync();
        await studio.ClipAsync(session, (await studio.AttachmentsAsync(session, Model, Cancel))[0].Attachment.Key, new VideoClip(2, 5, null), Cancel);
        await CountAsync();
        Assert.Empty(await studio.SaveSettingsAsync(session, StudioRig.Settings with { MediaResolution = "MEDIA_RESOLUTION_LOW" }, Cancel));
        await CountAsync();

        var bodies = rig.Google.Counted.Where(body => body.Contains("inlineData", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, bodies.Count);
        Assert.Contains("""{"startOffset":"2s","endOffset":"5s"}""", bodies[1], StringComparison.Ordinal);
        Assert.Contains("\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"", bodies[2], StringComparison.Ordinal);

        async Task CountAsync()
        {
            var counted = CountedAsync(studio);
            await studio.CountTokensAsync(session, Model, Cancel);
            await counted.WaitAsync(Cancel);
        }
    }

    [Fact]
    public void A_part_tells_its_file_and_its_piece()
    {
        var hash = new string('a', 64);

        var named = NamedMedia.Read($$$"""[{"text":"a"},{"fileData":{"fileUri":"studio:{{{hash}}}"},"videoMetadata":{"startOffset":"1.5s","fps":2}},{"fileData":{"fileUri":"https://x"}},{"fileData":3},7]""");

        Assert.Equal([new NamedMedia(hash, new VideoClip(1.5, null, 2))], named);
        Assert.Empty(NamedMedia.Read("""{"a":"studio:"}"""));
    }

    // Of the events that a file raises this is the only one here: nothing is uploaded.
    private static Task CountedAsync(GeminiService studio)
    {
        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        studio.FileChanged += _ => counted.TrySetResult();
        return counted.Task;
    }
}
