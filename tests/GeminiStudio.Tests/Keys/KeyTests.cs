using GeminiStudio.Access;
using GeminiStudio.Gemini;
using GeminiStudio.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Keys;

public sealed class KeyTests
{
    private const string Canary = "AQ.canary-0123456789abcdef-9z8y";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stored_key_is_used_and_its_value_is_nowhere_in_the_database()
    {
        await using var rig = await StudioRig.StartAsync(configure: s => s.Remove("GEMINI_API_KEY"));
        var studio = rig.As(StudioRig.Owner);

        var check = await studio.AddKeyAsync("Team key", new Secret(Canary), Cancel);
        await rig.SendAsync("Hello");

        Assert.Equal((true, true), (check.Works, check.WasStored));
        Assert.Equal(Canary, (await rig.Google.NextCallAsync()).Call.Key!.Reveal());
        Assert.Equal(("Team key", "9z8y", false), (studio.KeyStatus.Name, studio.KeyStatus.Fingerprint, studio.KeyStatus.IsDemo));
        await using var db = await rig.DbAsync();
        Assert.DoesNotContain(Canary, (await db.ApiKeys.SingleAsync(Cancel)).Cipher, StringComparison.Ordinal);
        Assert.Equal("key.added", (await db.Audit.SingleAsync(Cancel)).Action);
    }

    [Fact]
    public async Task A_removed_key_is_gone_at_once_and_the_log_says_who_did_it()
    {
        await using var rig = await StudioRig.StartAsync(configure: s => s.Remove("GEMINI_API_KEY"));
        var studio = rig.As(StudioRig.Owner);
        await studio.AddKeyAsync("", new Secret(Canary), Cancel);
        var key = Assert.Single(await studio.ListKeysAsync(Cancel));

        Assert.True(await studio.RemoveKeyAsync(key.Id!.Value, Cancel));

        Assert.Empty(await studio.ListKeysAsync(Cancel));
        Assert.Null(studio.KeyStatus.Fingerprint);
        await using var db = await rig.DbAsync();
        Assert.Equal(["key.added", "key.removed"], await db.Audit.OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("AIza")]
    [InlineData("ya29.a0AfH6SMBx-this-is-an-oauth-token")]
    [InlineData("key with blanks in it 1234567")]
    public async Task What_cannot_be_a_key_is_refused_with_a_reason(string text)
    {
        await using var rig = await StudioRig.StartAsync();

        var check = await rig.As(StudioRig.Owner).AddKeyAsync("", new Secret(text), Cancel);

        Assert.Equal((false, false), (check.Works, check.WasStored));
        Assert.DoesNotContain(text, check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_neither_sees_nor_changes_keys()
    {
        await using var rig = await StudioRig.StartAsync();
        var member = rig.As(await rig.AddPersonAsync());

        await Assert.ThrowsAsync<AccessDeniedException>(() => member.ListKeysAsync(Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => member.AddKeyAsync("", new Secret(Canary), Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => member.RemoveKeyAsync(Guid.NewGuid(), Cancel));
    }

    [Fact]
    public async Task With_PostgreSQL_a_key_is_stored_only_behind_a_certificate()
    {
        await using var rig = await StudioRig.StartAsync(DatabaseKind.Postgres);

        var check = await rig.As(StudioRig.Owner).AddKeyAsync("", new Secret(Canary), Cancel);

        Assert.False(check.WasStored);
        Assert.Contains("Studio__VaultCertificate", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vaults_ring_is_readable_by_nobody_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such file modes; the profile directory guards it there.");
        await using var rig = await StudioRig.StartAsync();
        await rig.As(StudioRig.Owner).AddKeyAsync("", new Secret(Canary), Cancel);

        var directory = Path.Combine(rig.Services.GetRequiredService<StudioOptions>().DataDirectory, "rings", "vault");
        Assert.NotEmpty(Directory.GetFiles(directory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(directory));
    }

    [Theory]
    [InlineData("GEMINI_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY")]
    [InlineData("GOOGLE_API_KEY", "GOOGLE_AI_API_KEY", "GOOGLE_API_KEY")]
    public void The_first_variable_wins(string first, string second, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [first] = "one", [second] = "two" }).Build();

        var key = InstanceKey.Read(configuration);

        Assert.Equal((expected, "one"), (key.Source, key.Key!.Reveal()));
    }

    [Fact]
    public void A_secret_prints_as_stars_and_refuses_to_become_JSON()
    {
        Assert.Equal("***", new Secret(Canary).ToString());
        Assert.Equal("***", $"{new Secret(Canary)}");
        Assert.Throws<NotSupportedException>(() => System.Text.Json.JsonSerializer.Serialize(new Secret(Canary)));
    }
}
