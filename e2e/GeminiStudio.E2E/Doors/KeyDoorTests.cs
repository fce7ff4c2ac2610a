using System.Net;
using System.Text.RegularExpressions;
using GeminiStudio.Keys;
using GeminiStudio.Web.Keys;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>The form that a key comes through.</summary>
public sealed partial class KeyDoorTests(DoorFixture door) : IClassFixture<DoorFixture>
{
    private const string Unasked = "AIzaDoor-0123456789-abcdefghij-KLMNWXYZ";
    private const string Good = "AIzaDoor-0123456789-abcdefghij-KLMNOPQR";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_page_s_token_nothing_is_taken()
    {
        var (cookie, token) = await FormAsync();
        var (other, _) = await FormAsync();

        Assert.Equal(400, (await PostAsync(null, ("key", Unasked))).Status);
        Assert.Equal(400, (await PostAsync(cookie, ("key", Unasked))).Status);
        Assert.Equal(400, (await PostAsync(null, ("key", Unasked), ("__RequestVerificationToken", token))).Status);
        Assert.Equal(400, (await PostAsync(other, ("key", Unasked), ("__RequestVerificationToken", token))).Status);
        Assert.Equal(400, (await PostAsync(cookie[..^4] + "AAAA", ("key", Unasked), ("__RequestVerificationToken", token))).Status);
        Assert.Equal(400, (await PostAsync(cookie, ("key", Unasked), ("__RequestVerificationToken", "x"))).Status);
        Assert.DoesNotContain(await KeysAsync(), k => k.Fingerprint == Unasked[^4..]);
    }

    [Theory]
    [InlineData("{\"key\":\"x\"}", "application/json")]
    [InlineData("<key/>", "text/xml")]
    [InlineData("key=x", "text/plain")]
    [InlineData("--b\r\nnot a part", "multipart/form-data; boundary=b")]
    [InlineData("key=%ZZ%00", "application/x-www-form-urlencoded")]
    [InlineData("", "")]
    public async Task What_is_no_form_of_ours_is_refused(string body, string type)
    {
        var answer = await door.Http.PostAsync("/keys/add", body, Cancellation, $"Content-Type: {type}");

        Assert.InRange(answer.Status, 400, 415);
    }

    [Theory]
    [InlineData("", "is longer than that")]
    [InlineData("   ", "is longer than that")]
    [InlineData("AIzaShort", "is longer than that")]
    [InlineData("AIza 0123456789 abcdefghij", "has no blanks")]
    [InlineData("AIza0123456789abcdefghij\u202eabc", "no letters outside ASCII")]
    [InlineData("AIza0123456789\nabcdefghijklm", "has no blanks")]
    [InlineData("ya29.a0AfH6SMBx-0123456789", "OAuth token")]
    [InlineData("{\"type\":\"service_account\",\"private_key\":\"-----BEGIN\"}", "service account")]
    [InlineData("5000", "too long")]
    public async Task A_key_that_cannot_be_one_is_refused_in_words_and_never_told_back(string key, string words)
    {
        key = key == "5000" ? "AIza" + new string('k', 5000) : key;
        var asked = door.Studio.Emulator.RequestCount();
        var (cookie, token) = await FormAsync();

        var answer = await PostAsync(cookie, ("key", key), ("name", "x"), ("__RequestVerificationToken", token));

        Assert.Equal(302, answer.Status);
        var note = Note(answer);
        Assert.Contains(words, note, StringComparison.Ordinal);
        Assert.True(key.Trim().Length == 0 || !note.Contains(key, StringComparison.Ordinal));
        Assert.Equal(asked, door.Studio.Emulator.RequestCount());
    }

    [Theory]
    [InlineData("  {key}\r\n")]
    [InlineData("{key}")]
    public async Task A_good_key_is_trimmed_and_kept_under_a_clean_name(string typed)
    {
        var name = "ab\r\n\u0007c" + string.Concat(Enumerable.Repeat("😀", 40));
        var (cookie, token) = await FormAsync();

        var answer = await PostAsync(cookie, ("key", typed.Replace("{key}", Good, StringComparison.Ordinal)), ("name", name), ("__RequestVerificationToken", token));

        Assert.Equal(302, answer.Status);
        var kept = Assert.Single((await KeysAsync()).Where(k => k.Name.StartsWith("ab c", StringComparison.Ordinal) && k.Fingerprint == Good[^4..]).Take(1));
        Assert.InRange(kept.Name.Length, 10, 61);
        Assert.False(char.IsSurrogate(kept.Name[^1]));
        Assert.DoesNotContain(Good, door.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_two_megabytes_is_refused()
    {
        var (cookie, _) = await FormAsync();

        Assert.InRange((await PostAsync(cookie, ("key", new string('k', 2_000_000)))).Status, 400, 413);
    }

    private async Task<(string Cookie, string Token)> FormAsync()
    {
        var page = await door.Http.GetAsync("/keys", Cancellation);
        var cookie = page.Header("Set-Cookie").Single().Split(';')[0];
        var service = door.Studio.Services.GetRequiredService<Microsoft.AspNetCore.Antiforgery.IAntiforgery>();
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = door.Studio.Services };
        context.Request.Headers.Cookie = cookie;
        return (cookie, service.GetTokens(context).RequestToken!);
    }

    private async Task<RawAnswer> PostAsync(string? cookie, params (string Name, string Value)[] fields)
    {
        var body = string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));
        string[] cookies = cookie is null ? [] : [$"Cookie: {cookie}"];
        return await door.Http.PostAsync("/keys/add", body, Cancellation, [.. cookies, "Content-Type: application/x-www-form-urlencoded"]);
    }

    private string Note(RawAnswer answer) =>
        door.Studio.Services.GetRequiredService<KeyNotes>().Take(NoteId().Match(Assert.Single(answer.Header("Location"))).Groups[1].Value)!.Words;

    private async Task<IReadOnlyList<KeyView>> KeysAsync() => await door.Studio.Services.GetRequiredService<KeyAdministration>().ListAsync(Cancellation);

    [GeneratedRegex("^/keys\\?note=([0-9a-f]{32})$")]
    private static partial Regex NoteId();
}
