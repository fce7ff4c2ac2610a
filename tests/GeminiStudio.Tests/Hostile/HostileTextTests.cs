using System.Diagnostics;
using System.Text.Json;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Hostile;

/// <summary>Texts that people and programs really send, on both databases, from the box to Google and back.</summary>
public sealed class HostileTextTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<DatabaseKind> Both => [DatabaseKind.Sqlite, DatabaseKind.Postgres];

    public static TheoryData<string> Unseen =>
        ["", " ", "\n\t \r\n", "\u200b", "\u200b\u200c\u200d\u2060\ufeff", "\u00ad", "\u202e\u202c", "\u3164", "\u2800 \u2800", "\u00a0\u3000", "\0", "\u0007", "\ufe0f"];

    [Theory, MemberData(nameof(Unseen))]
    public async Task A_text_that_nobody_could_see_is_not_sent(string text)
    {
        await using var rig = await StudioRig.StartAsync();

        var sent = await rig.TrySendAsync(text, StudioRig.Settings);

        Assert.Contains("write something", Assert.Single(sent.Problems).Description, StringComparison.Ordinal);
        Assert.Equal("text", sent.Problems[0].Field);
        Assert.Equal(0, rig.Google.Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Every_text_reaches_Google_and_the_screen_as_it_was(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        string[] texts =
        [
            new('a', 16_251), new('字', 5_001), "a" + string.Concat(Enumerable.Repeat("\u0301", 10_000)), new('x', 1024 * 1024), "a" + new string('\n', 100_000) + "b",
            "one\r\ntwo\nthree\u2028four\u0085five\rsix", "\u202etxet\u202c \u2066isolated\u2069", "\U000E0048\U000E0069", "\u0001\u001b[31m\u007f.", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 pаypal",
            "<script>alert(1)</script>{{7*7}}${7*7}{0}%n%s' OR 1=1--\\u0041\\\"",
        ];
        foreach (var text in texts)
        {
            var (session, turn) = await rig.SendAsync(text);
            var call = await rig.Google.NextCallAsync();
            call.SendText(text);
            call.Finish();
            var settled = await rig.SettledAsync(turn);

            using var body = JsonDocument.Parse(call.Body);
            Assert.Equal(text, body.RootElement.GetProperty("contents")[0].GetProperty("parts")[0].GetProperty("text").GetString());
            Assert.Equal(text, settled.Text);
            var view = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!;
            Assert.Equal(text, view.Turns[0].Text);
            Assert.InRange(view.Title.Length, 1, 61);
            Assert.DoesNotContain(view.Title, char.IsControl);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Four_megabytes_are_kept_and_more_is_refused_with_both_sizes(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, new string('a', DraftStore.MaxBytes), Cancel);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => studio.SaveDraftAsync(session, DraftStore.Composer, 2, new string('字', DraftStore.MaxBytes / 3 + 1), Cancel));

        Assert.StartsWith("A text may have 4 MB; this one has 4.01 MB.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(DraftStore.MaxBytes, (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text.Length);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_a_database_cannot_hold_is_mended_at_every_door(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var studio = rig.As(StudioRig.Owner);
        var (session, turn) = await rig.SendAsync("a\0b \ud800c");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);

        var title = await studio.RenameSessionAsync(session, "x\0y\ud83dz\r\nw\u2028v", Cancel);
        await studio.AddKeyAsync("k\0\ude00" + string.Concat(Enumerable.Repeat("😀", 40)), new Gemini.Secret("AIzaHostile-0123456789-abcdefghij"), Cancel);

        Assert.Equal("ab \ufffdc", (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0].Text);
        Assert.Equal("xy\ufffdz w v", title);
        if (kind == DatabaseKind.Sqlite)
        {
            Assert.StartsWith("k\ufffd😀", (await studio.ListKeysAsync(Cancel)).Single(k => k.Id is not null).Name, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(" \u200b\u202e ", null)]
    [InlineData("\0", null)]
    [InlineData("a\u202eb", "a\u202eb")]
    [InlineData("<b>{{x}}", "<b>{{x}}")]
    [InlineData("  a \r\n b ", "a b")]
    public async Task A_title_is_one_line_that_can_be_seen(string typed, string? kept)
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);

        Assert.Equal(kept, await rig.As(StudioRig.Owner).RenameSessionAsync(session, typed, Cancel));
        Assert.Equal(kept ?? "Hello", (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Title);
    }

    [Fact]
    public async Task A_title_of_ten_thousand_characters_is_cut()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);

        foreach (var typed in new[] { new string('x', 10_000), string.Concat(Enumerable.Repeat("😀", 5_000)), string.Concat(Enumerable.Repeat("word ", 2_000)) })
        {
            var kept = (await rig.As(StudioRig.Owner).RenameSessionAsync(session, typed, Cancel))!;
            Assert.InRange(kept.Length, 150, SessionTitle.MaxLength);
            Assert.False(char.IsHighSurrogate(kept[^2]));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_search_is_literal_whatever_is_typed_and_is_quick(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var studio = rig.As(StudioRig.Owner);
        string[] titles = ["100% sure", "snake_case", @"back\slash", "say \"hi\"", "NEAR(a b)", "star*", "it's; DROP TABLE Sessions; --", "plain"];
        foreach (var title in titles)
        {
            var (session, turn) = await rig.SendAsync("x");
            (await rig.Google.NextCallAsync()).Finish();
            await rig.SettledAsync(turn);
            await studio.RenameSessionAsync(session, title, Cancel);
        }

        foreach (var (typed, found) in new[] { ("%", 0), ("_", 1), (@"\", 2), ("\"", 3), ("NEAR(", 4), ("*", 5), ("s; DROP", 6) })
        {
            Assert.Equal(titles[found], Assert.Single(await studio.ListSessionsAsync(typed, SessionStore.PageOfSessions, Cancel)).Title);
        }

        var clock = Stopwatch.StartNew();
        foreach (var typed in new[] { new string('x', 10_000), string.Concat(Enumerable.Repeat("%_", 5_000)), "\0", "q\0z", "\ud800", "\u202e", "' OR 1=1--", "the" })
        {
            Assert.True((await studio.ListSessionsAsync(typed, SessionStore.PageOfSessions, Cancel)).Count is 0 or 8);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Eight searches took {clock.Elapsed}.");
    }

    [Fact]
    public async Task System_instructions_of_more_than_256_KB_are_refused_and_both_texts_stay()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.System, 1, new string('字', 80_000), Cancel);

        await Assert.ThrowsAsync<ArgumentException>(() => studio.SaveDraftAsync(session, DraftStore.System, 2, new string('字', 90_000), Cancel));

        Assert.Equal(80_000, (await studio.FindDraftAsync(session, DraftStore.System, Cancel))!.Text.Length);
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(int.MaxValue)]
    public async Task A_page_size_that_is_none_opens_what_there_is(int turns)
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);

        var view = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, turns, Cancel))!;

        Assert.Equal(2, view.Turns.Count + view.EarlierTurns);
    }
}
