using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiFilesTests
{
    private const string Active = """{"file":{"name":"files/abc-123","uri":"https://generativelanguage.googleapis.com/v1beta/files/abc-123","mimeType":"video/mp4","sizeBytes":"1","state":"ACTIVE","expirationTime":"2026-11-26T11:04:00.000000001Z"}}""";

    private static readonly Secret Key = new(Calls.Key);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task A_file_goes_up_in_pieces_of_eight_megabytes_and_the_key_to_no_other_host()
    {
        await using var server = new ScriptedServer(Began, x => x.AnswerAsync(200, "", headers: "X-Goog-Upload-Status: active\r\n").AsTask(), Ended);
        using var http = Calls.Client(server.Address);
        var (bytes, seen) = (Bytes(GeminiFiles.PieceBytes + 5), new List<long>());

        var file = await new GeminiFiles(_ => http, TimeProvider.System).UploadAsync(Upload(bytes, seen.Add), Key, Cancel);

        Assert.Equal(("files/abc-123", true, "2026-11-26 11:04"), (file.Name, file.IsActive, $"{file.ExpiresAt:yyyy-MM-dd HH:mm}"));
        var (start, middle, last) = (server.Requests[0], server.Requests[1], server.Requests[2]);
        Assert.Equal("POST /upload/v1beta/files HTTP/1.1", start.RequestLine);
        Assert.Equal(("resumable", "start", "8388613", "video/mp4"), (start.Header("X-Goog-Upload-Protocol"), start.Header("X-Goog-Upload-Command"), start.Header("X-Goog-Upload-Header-Content-Length"), start.Header("X-Goog-Upload-Header-Content-Type")));
        Assert.Equal("""{"file":{"mimeType":"video/mp4","sizeBytes":"8388613","displayName":"film.mp4"}}""", Encoding.UTF8.GetString(start.Body));
        Assert.Equal("POST /upload/v1beta/files?upload_id=u1&upload_protocol=resumable HTTP/1.1", middle.RequestLine);
        Assert.Equal(("upload", "0", "upload, finalize", "8388608"), (middle.Header("X-Goog-Upload-Command"), middle.Header("X-Goog-Upload-Offset"), last.Header("X-Goog-Upload-Command"), last.Header("X-Goog-Upload-Offset")));
        Assert.True(bytes.AsSpan().SequenceEqual([.. middle.Body, .. last.Body]));
        Assert.All(server.Requests, r => Assert.Equal(Calls.Key, r.Header("x-goog-api-key")));
        Assert.Equal(bytes.Length, seen[^1]);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_upload_that_broke_off_asks_how_far_it_is_and_sends_the_rest()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedServer(
            Began,
            x => { x.Reset(); return Task.CompletedTask; },
            x => x.AnswerAsync(200, "", headers: "X-Goog-Upload-Status: active\r\nX-Goog-Upload-Size-Received: 3\r\n").AsTask(),
            Ended);
        using var http = Calls.Client(server.Address);

        var upload = new GeminiFiles(_ => http, time).UploadAsync(Upload("abcdef"u8.ToArray()), Key, Cancel);
        while (!upload.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True((await upload).IsActive);
        Assert.Equal("query", server.Requests[2].Header("X-Goog-Upload-Command"));
        Assert.Equal("3", server.Requests[3].Header("X-Goog-Upload-Offset"));
        Assert.Equal("def", Encoding.UTF8.GetString(server.Requests[3].Body));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_film_is_ready_when_Google_has_read_it()
    {
        var time = new FakeTimeProvider();
        var processing = """{"name":"files/abc-123","uri":"https://x/v1beta/files/abc-123","state":"PROCESSING"}""";
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, processing).AsTask(), x => x.AnswerAsync(200, processing.Replace("PROCESSING", "ACTIVE")).AsTask());
        using var http = Calls.Client(server.Address);

        var ready = new GeminiFiles(_ => http, time).WhenReadyAsync(new GoogleFile("files/abc-123", "https://x/v1beta/files/abc-123", "PROCESSING", null, null), Key, Cancel);
        while (!ready.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True((await ready).IsActive);
        Assert.All(server.Requests, r => Assert.Equal("GET /v1beta/files/abc-123 HTTP/1.1", r.RequestLine));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_file_that_Google_cannot_read_says_so_in_Googles_words()
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, """{"name":"files/a","uri":"https://x/a","state":"FAILED","error":{"code":13,"message":"Unsupported codec"}}""").AsTask());
        using var http = Calls.Client(server.Address);
        var files = new GeminiFiles(_ => http, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<GeminiException>(async () => await files.WhenReadyAsync(await files.FindAsync("files/a", Key, Cancel), Key, Cancel));

        Assert.Contains("Unsupported codec", failure.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("files/../models")]
    [InlineData("https://evil.example/x")]
    [InlineData("files/a?key=1")]
    public async Task A_name_that_is_none_is_not_asked_for(string name)
    {
        await using var server = new ScriptedServer(x => x.AnswerAsync(200, "{}").AsTask());
        using var http = Calls.Client(server.Address);

        await Assert.ThrowsAsync<GeminiException>(() => new GeminiFiles(_ => http, TimeProvider.System).FindAsync(name, Key, Cancel));

        Assert.Empty(server.Requests);
    }

    private static Task Began(Exchange x) =>
        x.AnswerAsync(200, "", headers: "X-Goog-Upload-URL: https://other.example/upload/v1beta/files?upload_id=u1&upload_protocol=resumable\r\nX-Goog-Upload-Status: active\r\n").AsTask();

    private static Task Ended(Exchange x) => x.AnswerAsync(200, Active, headers: "X-Goog-Upload-Status: final\r\n").AsTask();

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static GoogleUpload Upload(byte[] bytes, Action<long>? progress = null) => new()
    {
        Open = () => new MemoryStream(bytes),
        Bytes = bytes.Length,
        MimeType = "video/mp4",
        DisplayName = "film.mp4",
        Progress = progress,
    };
}
