using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Gemini.Tests.Support;
using GeminiStudio.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace GeminiStudio.Tests.Files;

/// <summary>Files that no request can carry itself: they go ahead, and prompts name their address.</summary>
public sealed class GoogleFilesTests
{
    private const long Large = 15L * 1024 * 1024;
    private const string Stop = """{"candidates":[{"content":{"parts":[{"text":"A film."}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""";

    private int _uploads;
    private bool _forgets;
    private string _uri = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_film_is_uploaded_once_and_named_by_its_address()
    {
        await using var google = new ScriptedServer(AnswerAsync);
        await using var rig = await StudioRig.StartAsync(upstream: google.Address);
        var (session, turn) = await SendAsync(rig);
        Assert.Equal("A film.", (await rig.SettledAsync(turn)).Text);
        var (_, again) = await rig.SendAsync("And now?", session);
        await rig.SettledAsync(again);

        var bodies = google.Requests.Where(r => r.RequestLine.Contains("streamGenerateContent", StringComparison.Ordinal)).Select(r => System.Text.Encoding.UTF8.GetString(r.Body)).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.All(bodies, b => Assert.Contains("""{"fileData":{"mimeType":"video/mp4","fileUri":"https://g/v1beta/files/f1"}}""", b, StringComparison.Ordinal));
        Assert.Equal(1, _uploads);
    }

    [Fact]
    public async Task A_film_that_lapsed_is_uploaded_again_without_a_word()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 11, 4, 0, TimeSpan.Zero));
        await using var google = new ScriptedServer(AnswerAsync);
        await using var rig = await StudioRig.StartAsync(time: time, upstream: google.Address);
        var (session, turn) = await SendAsync(rig);
        await time.PassAsync(rig.SettledAsync(turn));
        time.Advance(TimeSpan.FromHours(48));

        var (_, again) = await rig.SendAsync("And now?", session);

        Assert.Equal(TurnState.Completed, (await time.PassAsync(rig.SettledAsync(again))).State);
        Assert.Equal(2, _uploads);
    }

    [Fact]
    public async Task A_film_that_Google_does_not_know_any_more_is_uploaded_again_once()
    {
        await using var google = new ScriptedServer(AnswerAsync);
        await using var rig = await StudioRig.StartAsync(upstream: google.Address);
        var (session, turn) = await SendAsync(rig);
        await rig.SettledAsync(turn);
        _forgets = true;

        var (_, again) = await rig.SendAsync("And now?", session);

        Assert.Equal(TurnState.Completed, (await rig.SettledAsync(again)).State);
        Assert.Equal(2, _uploads);
    }

    [Fact]
    public async Task Bytes_that_are_gone_are_named_instead_of_sent()
    {
        await using var google = new ScriptedServer(AnswerAsync);
        await using var rig = await StudioRig.StartAsync(upstream: google.Address);
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        Directory.Delete(Path.Combine(rig.DataDirectory, "files"), recursive: true);

        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "What is this?", Cancel);
        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.Equal(("files", null), (Assert.Single(sent.Problems).Field, sent.TurnId));
        Assert.Contains("dot.png", sent.Problems[0].Description, StringComparison.Ordinal);
        Assert.DoesNotContain(google.Requests, r => r.RequestLine.Contains("streamGenerateContent", StringComparison.Ordinal));
    }

    private static async Task<(Guid Session, Guid Turn)> SendAsync(StudioRig rig)
    {
        var session = Guid.NewGuid();
        var bytes = new byte[Large];
        Samples.Film(60).CopyTo(bytes, 0);
        await using var film = new MemoryStream(bytes);
        await rig.As(StudioRig.Owner).KeepFileAsync(session, "film.mp4", film, null, Cancel);
        return await rig.SendAsync("What is this?", session);
    }

    private async Task AnswerAsync(Exchange x)
    {
        if (x.RequestLine.Contains("streamGenerateContent", StringComparison.Ordinal))
        {
            if (_forgets)
            {
                _forgets = false;
                await x.AnswerAsync(403, """{"error":{"code":403,"message":"You do not have permission to access the File f1 or it may not exist.","status":"PERMISSION_DENIED"}}""");
                return;
            }

            await x.StreamAsync(Stop);
        }
        else if (x.Header("X-Goog-Upload-Command") == "start")
        {
            _uri = "https://g/v1beta/files/f1";
            await x.AnswerAsync(200, "", headers: "X-Goog-Upload-URL: http://g/upload/v1beta/files?upload_id=1\r\nX-Goog-Upload-Status: active\r\n");
        }
        else if (x.Header("X-Goog-Upload-Command") == "upload")
        {
            await x.AnswerAsync(200, "", headers: "X-Goog-Upload-Status: active\r\n");
        }
        else if (x.Header("X-Goog-Upload-Command") is not null)
        {
            _uploads++;
            await x.AnswerAsync(200, $$$"""{"file":{"name":"files/f1","uri":"{{{_uri}}}","state":"ACTIVE"}}""", headers: "X-Goog-Upload-Status: final\r\n");
        }
        else
        {
            await x.AnswerAsync(200, """{"totalTokens":7,"models":[]}""");
        }
    }
}
