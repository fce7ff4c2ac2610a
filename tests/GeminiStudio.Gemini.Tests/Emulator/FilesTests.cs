using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>Files go up by the resumable protocol, become ready, are used, and vanish after two days.</summary>
public sealed class FilesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_file_goes_up_in_pieces_and_a_lost_client_asks_how_far_it_came()
    {
        await using var session = await StartFilesAsync();
        var address = await BeginAsync(session, "text/plain", "note.txt", 11);

        var first = await SendAsync(session, address, "upload", 0, "hello ");
        var asked = await SendAsync(session, address, "query", null, "");
        var wrong = await SendAsync(session, address, "upload", 2, "xx");
        var last = await SendAsync(session, address, "upload, finalize", 6, "world");

        Assert.Equal(("active", "6"), (Header(first, "X-Goog-Upload-Status"), Header(asked, "X-Goog-Upload-Size-Received")));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal("final", Header(last, "X-Goog-Upload-Status"));
        var file = (await JsonOfAsync(last))["file"]!;
        Assert.Equal(("note.txt", "text/plain", "11", "ACTIVE", "UPLOADED"), (Text(file["displayName"]), Text(file["mimeType"]), Text(file["sizeBytes"]), Text(file["state"]), Text(file["source"])));
        Assert.Equal("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9", Encoding.ASCII.GetString(Convert.FromBase64String(Text(file["sha256Hash"]))));
        Assert.Equal("2026-11-28T12:00:00.000000Z", Text(file["expirationTime"]));
    }

    [Fact]
    public async Task A_cancelled_upload_is_gone()
    {
        await using var session = await StartFilesAsync();
        var address = await BeginAsync(session, "text/plain", "note.txt", 5);

        var cancelled = await SendAsync(session, address, "cancel", null, "");

        Assert.Equal("cancelled", Header(cancelled, "X-Goog-Upload-Status"));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(session, address, "upload, finalize", 0, "hello")).StatusCode);
        Assert.Equal("{}", (await JsonOfAsync(await session.Http.GetAsync("v1beta/files", Cancelled))).ToJsonString());
    }

    [Fact]
    public async Task A_video_is_processed_first_and_then_seen()
    {
        await using var session = await StartFilesAsync();
        var file = await UploadAsync(session, "video/mp4", "clip.mp4", "0123456789");

        var early = await session.GenerateAsync(Using(file));
        _time.Advance(TimeSpan.FromSeconds(3));
        var answer = TextOf(await session.AnswerAsync(Using(file)));

        Assert.Equal("PROCESSING", Text(file["state"]));
        Assert.Equal("FAILED_PRECONDITION", Text((await JsonOfAsync(early))["error"]!["status"]));
        Assert.Contains("is not in an ACTIVE state and usage is not allowed.", MessageOf(await JsonOfAsync(early)), StringComparison.Ordinal);
        Assert.Contains("“clip.mp4”, an MP4 video, 10 bytes", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_begins_with_failed_fails_to_be_processed()
    {
        await using var session = await StartFilesAsync();
        var file = await UploadAsync(session, "video/mp4", "failed-clip.mp4", "0123");

        _time.Advance(TimeSpan.FromSeconds(3));

        var later = await JsonOfAsync(await session.Http.GetAsync($"v1beta/{Text(file["name"])}", Cancelled));
        Assert.Equal("FAILED", Text(later["state"]));
        Assert.NotNull(later["error"]);
    }

    [Fact]
    public async Task A_file_is_gone_after_two_days_or_when_it_is_deleted()
    {
        await using var session = await StartFilesAsync();
        var old = await UploadAsync(session, "text/plain", "old.txt", "old");
        _time.Advance(TimeSpan.FromHours(47));
        var young = await UploadAsync(session, "text/plain", "young.txt", "young");
        _time.Advance(TimeSpan.FromHours(1));

        var expired = await session.Http.GetAsync($"v1beta/{Text(old["name"])}", Cancelled);
        var list = await JsonOfAsync(await session.Http.GetAsync("v1beta/files", Cancelled));
        var deleted = await session.Http.DeleteAsync($"v1beta/{Text(young["name"])}", Cancelled);
        var used = await session.GenerateAsync(Using(young));

        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
        Assert.Equal(["young.txt"], list["files"]!.AsArray().Select(f => Text(f!["displayName"])));
        Assert.Equal("{}", (await JsonOfAsync(deleted)).ToJsonString());
        Assert.Equal(HttpStatusCode.Forbidden, used.StatusCode);
        Assert.Contains("You do not have permission to access the File", MessageOf(await JsonOfAsync(used)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_comes_in_pages()
    {
        await using var session = await StartFilesAsync();
        for (var i = 0; i < 3; i++)
        {
            await UploadAsync(session, "text/plain", $"{i}.txt", "x");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await JsonOfAsync(await session.Http.GetAsync("v1beta/files?pageSize=2", Cancelled));
        var second = await JsonOfAsync(await session.Http.GetAsync($"v1beta/files?pageSize=2&pageToken={Uri.EscapeDataString(Text(first["nextPageToken"]))}", Cancelled));

        Assert.Equal(["2.txt", "1.txt"], first["files"]!.AsArray().Select(f => Text(f!["displayName"])));
        Assert.Equal(["0.txt"], second["files"]!.AsArray().Select(f => Text(f!["displayName"])));
        Assert.Null(second["nextPageToken"]);
    }

    private Task<EmulatorSession> StartFilesAsync() => StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero, TimeProvider = _time });

    private static async Task<JsonNode> UploadAsync(EmulatorSession session, string mimeType, string name, string text)
    {
        var address = await BeginAsync(session, mimeType, name, text.Length);
        return (await JsonOfAsync(await SendAsync(session, address, "upload, finalize", 0, text)))["file"]!;
    }

    private static async Task<string> BeginAsync(EmulatorSession session, string mimeType, string name, int size)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "upload/v1beta/files")
        {
            Content = new StringContent($$$"""{"file":{"displayName":"{{{name}}}","mimeType":"{{{mimeType}}}"}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Goog-Upload-Protocol", "resumable");
        request.Headers.Add("X-Goog-Upload-Command", "start");
        request.Headers.Add("X-Goog-Upload-Header-Content-Length", size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("X-Goog-Upload-Header-Content-Type", mimeType);
        using var response = await session.Http.SendAsync(request, Cancelled);
        Assert.Equal("active", Header(response, "X-Goog-Upload-Status"));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancelled));
        return Header(response, "X-Goog-Upload-URL");
    }

    private static async Task<HttpResponseMessage> SendAsync(EmulatorSession session, string address, string command, int? offset, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(text) };
        request.Headers.Add("X-Goog-Upload-Command", command);
        if (offset is { } at)
        {
            request.Headers.Add("X-Goog-Upload-Offset", at.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        return await session.Http.SendAsync(request, Cancelled);
    }

    private static JsonObject Using(JsonNode file)
    {
        var body = Ask("What do you see in this file?");
        body["contents"]![0]!["parts"]!.AsArray().Add(new JsonObject { ["fileData"] = new JsonObject { ["fileUri"] = Text(file["uri"]), ["mimeType"] = Text(file["mimeType"]) } });
        return body;
    }

    private static string Header(HttpResponseMessage response, string name) => string.Concat(response.Headers.GetValues(name));

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
