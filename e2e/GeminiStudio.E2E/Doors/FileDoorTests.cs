using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>The doors that files come in and go out by: whatever a file holds, it runs nothing and is nobody else's.</summary>
public sealed class FileDoorTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("page.html", "<script>alert(document.domain)</script>", "text/plain; charset=utf-8", "inline")]
    [InlineData("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "text/plain; charset=utf-8", "inline")]
    [InlineData("evil.js", "alert(1)", "text/plain; charset=utf-8", "inline")]
    [InlineData("paper.pdf", "%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>", "application/pdf", "inline")]
    public async Task What_could_run_is_shown_as_text_or_in_the_browsers_own_viewer(string name, string content, string type, string disposition)
    {
        using var client = door.Client();
        var hash = await KeepAsync(client, name, Encoding.UTF8.GetBytes(content));

        using var answer = await client.GetAsync($"/files/{hash}", Cancellation);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal(disposition, answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(type != "application/pdf", policy.StartsWith("sandbox;", StringComparison.Ordinal));
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Studio-Own-Policy"));
    }

    [Fact]
    public async Task A_piece_of_a_file_can_be_asked_for_and_a_download_is_one()
    {
        using var client = door.Client();
        var hash = await KeepAsync(client, "dot.png", Picture);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/files/{hash}") { Headers = { Range = new RangeHeaderValue(1, 3) } };

        using var piece = await client.SendAsync(request, Cancellation);
        using var download = await client.GetAsync($"/files/{hash}?download", Cancellation);

        Assert.Equal((HttpStatusCode.PartialContent, "PNG"), (piece.StatusCode, await piece.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal(("attachment", "application/octet-stream"), (download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentType!.MediaType));
        Assert.Equal(Picture, await download.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("../../../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\Windows\\evil.txt", "evil.txt")]
    [InlineData("a\r\nX-Evil: 1.txt", "X-Evil")]
    [InlineData("\"; filename=\"x.exe.txt", "x.exe.txt")]
    [InlineData("\u202Etxt.exe.txt", "txt.exe.txt")]
    [InlineData("\\\\host\\share\\x.txt", "x.txt")]
    [InlineData("CON", "CON")]
    [InlineData(".htaccess", ".htaccess")]
    [InlineData("dots...", "dots...")]
    [InlineData("nul\0l.txt", "null.txt")]
    [InlineData("😀.txt", "😀.txt")]
    public async Task A_name_is_never_a_path_nor_a_header(string name, string kept)
    {
        using var client = door.Client();
        var hash = await KeepAsync(client, name, Encoding.UTF8.GetBytes($"content of {Convert.ToHexString(Encoding.UTF8.GetBytes(name))}"));

        using var answer = await client.GetAsync($"/files/{hash}", Cancellation);

        Assert.False(answer.Headers.Contains("X-Evil"));
        Assert.Contains(kept, answer.Content.Headers.ContentDisposition!.FileNameStar, StringComparison.Ordinal);
        Assert.DoesNotContain('/', answer.Content.Headers.ContentDisposition!.FileNameStar!);
    }

    [Theory]
    [InlineData("letter.docx", "PK\u0003\u0004x", "save it as PDF")]
    [InlineData("empty.txt", "", "empty")]
    public async Task A_file_that_is_not_taken_is_refused_at_both_doors(string name, string content, string words)
    {
        using var client = door.Client();

        using var check = await PostAsync(client, $"/api/files/check?name={name}&bytes={content.Length}", Encoding.UTF8.GetBytes(content));
        using var keep = await PostAsync(client, $"/api/files/{Guid.NewGuid()}?name={name}", Encoding.UTF8.GetBytes(content));

        Assert.All([check, keep], answer => Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode));
        Assert.Contains(words, await keep.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/x-msdownload")]
    [InlineData(null)]
    public async Task What_the_sender_says_of_the_kind_does_not_count(string? claimed)
    {
        using var client = door.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/files?name=page.html") { Content = new ByteArrayContent(Picture) };
        request.Content.Headers.ContentType = claimed is null ? null : new MediaTypeHeaderValue(claimed);
        request.Headers.Add("X-CSRF", "1");

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal("image/png", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["mimeType"]);
    }

    [Fact]
    public async Task A_size_beyond_the_limit_is_refused_before_anything_is_read()
    {
        var answer = await door.Http.SendAsync(
            ["POST /api/files?name=film.mp4 HTTP/1.1", $"Host: {door.Http.Authority}", "X-CSRF: 1", $"Content-Length: {10L * 1024 * 1024 * 1024}", "Connection: close"], null, Cancellation);

        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public async Task An_upload_without_our_header_is_not_found()
    {
        using var client = door.Client();

        using var answer = await client.PostAsync("/api/files?name=a.txt", new ByteArrayContent("a"u8.ToArray()), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/files/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/files/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("/files/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd000")]
    [InlineData("/files/short")]
    public async Task A_hash_that_is_nobodys_is_not_found(string path) => Assert.Equal(404, (await door.Http.GetAsync(path, Cancellation)).Status);

    [Fact]
    public async Task A_large_file_is_on_the_disk_while_it_comes()
    {
        const int pipes = 16 * 1024 * 1024; // what sockets and the server's reader may hold
        var incoming = Path.Combine(door.Studio.DataDirectory, "files", "incoming");
        var furthest = 0L;
        using var client = door.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/files/{Guid.NewGuid()}?name=film.mp4")
        {
            Content = new Film(96L * 1024 * 1024, sent => furthest = Math.Max(furthest, sent - OnDisk(incoming))),
        };
        request.Headers.Add("X-CSRF", "1");

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(furthest, 1, pipes);
    }

    private static long OnDisk(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Sum(f => f.Length) : 0;

    private static async Task<string> KeepAsync(HttpClient client, string name, byte[] content)
    {
        using var answer = await PostAsync(client, $"/api/files/{Guid.NewGuid()}?name={Uri.EscapeDataString(name)}", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["hash"]!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, byte[] content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(content) };
        request.Headers.Add("X-CSRF", "1");
        return await client.SendAsync(request, Cancellation);
    }

    private sealed class Film(long length, Action<long> sent) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new byte[64 * 1024];
            byte[] head = [0, 0, 0, 24, .. "ftypisom"u8];
            head.CopyTo(buffer, 0);
            for (var left = length; left > 0; left -= buffer.Length)
            {
                await stream.WriteAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), Cancellation);
                Array.Clear(buffer, 0, head.Length);
                sent(length - left + Math.Min(buffer.Length, left));
            }
        }

        protected override bool TryComputeLength(out long bytes)
        {
            bytes = length;
            return true;
        }
    }
}
