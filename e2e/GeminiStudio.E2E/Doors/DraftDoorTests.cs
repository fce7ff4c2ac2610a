using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GeminiStudio.Sessions;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>The door that long texts come through: what is taken comes back as it was, what is not is refused by name.</summary>
public sealed class DraftDoorTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private const int Limit = DraftStore.MaxBytes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Texts =>
    [
        new string('a', 16_251), new string('字', 5_001), "one\r\ntwo\nthree\u2028four\u2029five\u0085six\rseven", "\ufeffwith a mark of order", string.Concat(Enumerable.Repeat("\u0301", 10_000)),
        new string('\n', 100_000), "\u202egnp.exe\u202c \u2066isolated\u2069", "\U000E0048\U000E0069 hidden", "\u0001\u0002\u001b[31mred\u007f\t.", "pаypal (with a Cyrillic а)",
        "<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}${7*7}{0}%n%s' OR 1=1--${jndi:ldap://x}", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    ];

    [Theory, MemberData(nameof(Texts))]
    public async Task A_text_comes_back_byte_for_byte(string text)
    {
        var id = Guid.NewGuid();

        var saved = await SaveAsync(id, text);

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal(text, await ReadAsync(id));
    }

    [Fact]
    public async Task Four_megabytes_are_taken_and_one_byte_more_is_refused_with_both_sizes()
    {
        var id = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(id, new string('a', Limit))).StatusCode);

        var refused = await SaveAsync(id, new string('b', Limit + 1), revision: 2);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        await AssertNamesAsync(refused, "text", "4 MB", "4.01 MB");
        Assert.Equal(Limit, (await ReadAsync(id)).Length);
    }

    [Theory]
    [InlineData(Limit + 100)]
    [InlineData(Limit + 100_000)]
    public async Task A_text_that_does_not_say_its_length_is_cut_off_at_the_limit(int bytes)
    {
        using var client = door.Client();
        using var request = Request(Guid.NewGuid(), new StreamContent(new MemoryStream(new byte[bytes])), "1");
        request.Headers.TransferEncodingChunked = true;

        using var refused = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        await AssertNamesAsync(refused, "text", "4 MB");
    }

    [Fact]
    public async Task System_instructions_have_a_smaller_limit_of_their_own()
    {
        var id = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(id, new string('a', 256 * 1024), kind: "system")).StatusCode);

        var refused = await SaveAsync(id, new string('字', 100_000), revision: 2, kind: "system");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        await AssertNamesAsync(refused, "text", "System instructions may have 256 KB", "293 KB");
    }

    [Fact]
    public async Task A_nul_is_left_out_and_said_so()
    {
        var id = Guid.NewGuid();

        var saved = await SaveAsync(id, "a\0b");

        Assert.Contains("\"removedNul\":true", await saved.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("ab", await ReadAsync(id));
    }

    [Theory]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })] // half of a surrogate pair
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 })] // UTF-16
    [InlineData(new byte[] { 0xC0, 0xAF })] // an overlong slash
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 })] // cut in a character
    public async Task Bytes_that_are_no_text_are_refused(byte[] bytes)
    {
        using var client = door.Client();

        using var refused = await client.SendAsync(Request(Guid.NewGuid(), new ByteArrayContent(bytes), "1"), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await AssertNamesAsync(refused, "text", "not UTF-8");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("9007199254740992")]
    [InlineData("9223372036854775808")]
    [InlineData("one")]
    public async Task A_revision_that_is_none_is_refused_by_name(string revision)
    {
        using var client = door.Client();

        using var refused = await client.SendAsync(Request(Guid.NewGuid(), new StringContent("x"), revision), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await AssertNamesAsync(refused, "X-Draft-Revision", "must be a number from 1");
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("Composer")]
    [InlineData("..%2fkeys")]
    [InlineData("x")]
    public async Task Only_the_two_texts_of_a_session_have_a_door(string kind)
    {
        Assert.Equal(404, (await door.Http.GetAsync($"/api/drafts/{Guid.NewGuid()}/{kind}", Cancellation)).Status);
        Assert.Equal(404, (await door.Http.PostAsync($"/api/drafts/{Guid.NewGuid()}/{kind}", "x", Cancellation, "X-CSRF: 1", "X-Draft-Revision: 1")).Status);
    }

    private async Task<HttpResponseMessage> SaveAsync(Guid id, string text, long revision = 1, string kind = "composer")
    {
        using var client = door.Client();
        return await client.SendAsync(Request(id, new StringContent(text, Encoding.UTF8, "text/plain"), revision.ToString(), kind), Cancellation);
    }

    private static HttpRequestMessage Request(Guid id, HttpContent content, string revision, string kind = "composer")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/drafts/{id}/{kind}") { Content = content };
        request.Headers.Add("X-CSRF", "1");
        request.Headers.TryAddWithoutValidation("X-Draft-Revision", revision);
        content.Headers.ContentType ??= new MediaTypeHeaderValue("text/plain");
        return request;
    }

    private async Task<string> ReadAsync(Guid id)
    {
        using var client = door.Client();
        return Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/api/drafts/{id}", Cancellation));
    }

    private static async Task AssertNamesAsync(HttpResponseMessage refused, string field, params string[] words)
    {
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancellation));
        var said = Assert.Single(problem.RootElement.GetProperty("errors").GetProperty(field).EnumerateArray()).GetString()!;
        Assert.All(words, word => Assert.Contains(word, said, StringComparison.Ordinal));
    }
}
