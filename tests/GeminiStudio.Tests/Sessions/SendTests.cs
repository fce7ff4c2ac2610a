using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Sessions;

public sealed class SendTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Twenty_clicks_on_run_are_one_turn_and_one_request(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (session, turn) = (Guid.NewGuid(), Guid.NewGuid());
        await rig.As(StudioRig.Owner).SaveDraftAsync(session, DraftStore.Composer, 1, "Hello", Cancel);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            rig.As(StudioRig.Owner).SendAsync(session, turn, 1, StudioRig.Settings, Cancel)));

        Assert.All(results, r => Assert.Equal(turn, r.TurnId));
        (await rig.Google.NextCallAsync()).Finish();
        var view = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!;
        await rig.SettledAsync(view.Turns[^1].Id);
        Assert.Equal(2, view.Turns.Count);
        Assert.Equal(1, rig.Google.Count);
    }

    [Fact]
    public async Task A_sent_draft_is_empty_and_a_text_typed_since_stays()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Hello", Cancel);
        await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.Equal("", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 2, "And more", Cancel);
        Assert.Equal("And more", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
    }

    [Fact]
    public async Task An_older_revision_never_replaces_a_newer_one()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();

        await studio.SaveDraftAsync(session, DraftStore.Composer, 5, "new", Cancel);
        var kept = await studio.SaveDraftAsync(session, DraftStore.Composer, 4, "old", Cancel);

        Assert.Equal(5, kept);
        Assert.Equal("new", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Of_two_writers_of_one_draft_the_second_is_told_and_nothing_is_lost(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        Assert.Equal(new DraftChange(10, IsKept: true), await studio.ReplaceDraftAsync(session, DraftStore.Composer, 0, 10, "both saw this", Cancel));

        Assert.Equal(new DraftChange(20, IsKept: true), await studio.ReplaceDraftAsync(session, DraftStore.Composer, 10, 20, "first", Cancel));
        Assert.Equal(new DraftChange(20, IsKept: false), await studio.ReplaceDraftAsync(session, DraftStore.Composer, 10, 21, "second", Cancel));
        Assert.Equal("first", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);

        Assert.Equal(new DraftChange(20, IsKept: true), await studio.ReplaceDraftAsync(session, DraftStore.Composer, 10, 22, "first", Cancel));
        Assert.Equal(new DraftChange(21, IsKept: true), await studio.ReplaceDraftAsync(session, DraftStore.Composer, 20, 5, "told, and decided", Cancel));
    }

    [Fact]
    public async Task A_click_on_run_never_sends_what_another_tab_saved_since()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        await studio.ReplaceDraftAsync(session, DraftStore.Composer, 0, 1, "mine", Cancel);
        await studio.ReplaceDraftAsync(session, DraftStore.Composer, 1, 2, "theirs", Cancel);

        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.Contains("another tab", Assert.Single(sent.Problems).Description, StringComparison.Ordinal);
        Assert.Equal("theirs", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
        Assert.False(await studio.HasSessionAsync(session, Cancel));
    }

    [Fact]
    public async Task An_empty_text_or_one_that_has_not_arrived_is_refused_with_a_reason()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var session = Guid.NewGuid();
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "  \n ", Cancel);

        var empty = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);
        var early = await studio.SendAsync(session, Guid.NewGuid(), 2, StudioRig.Settings, Cancel);

        Assert.Contains("write something", Assert.Single(empty.Problems).Description, StringComparison.Ordinal);
        Assert.Contains("has not reached the server", Assert.Single(early.Problems).Description, StringComparison.Ordinal);
        Assert.False(await studio.HasSessionAsync(session, Cancel));
    }

    [Theory]
    [InlineData("temperature", 2.1)]
    [InlineData("temperature", double.NaN)]
    [InlineData("topP", 1.01)]
    [InlineData("topK", 0)]
    [InlineData("maxOutputTokens", 65_537)]
    public async Task What_Google_would_refuse_is_refused_here_with_the_field_named(string field, double value)
    {
        await using var rig = await StudioRig.StartAsync();
        var settings = field switch
        {
            "temperature" => StudioRig.Settings with { Temperature = value },
            "topP" => StudioRig.Settings with { TopP = value },
            "topK" => StudioRig.Settings with { TopK = (int)value },
            _ => StudioRig.Settings with { MaxOutputTokens = (int)value },
        };

        var sent = await rig.TrySendAsync("Hello", settings);

        Assert.Equal(field, Assert.Single(sent.Problems).Field);
        Assert.Equal(0, rig.Google.Count);
    }

    [Fact]
    public async Task Running_again_makes_a_sibling_and_keeps_the_first_answer()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, first) = await rig.SendAsync("Hello");
        var call = await rig.Google.NextCallAsync();
        call.SendText("one");
        call.Finish();
        await rig.SettledAsync(first);

        var second = Guid.NewGuid();
        await rig.As(StudioRig.Owner).RerunAsync(first, second, StudioRig.Settings, Cancel);
        call = await rig.Google.NextCallAsync();
        call.SendText("two");
        call.Finish();
        await rig.SettledAsync(second);

        var studio = rig.As(StudioRig.Owner);
        var shown = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[^1];
        Assert.Equal("two", shown.Text);
        Assert.Equal([first, second], shown.Siblings);
        await studio.ShowTurnAsync(first, Cancel);
        Assert.Equal("one", (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[^1].Text);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Run_again_pressed_in_ten_tabs_at_once_is_one_attempt(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (session, first) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(first);

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            rig.As(StudioRig.Owner).RerunAsync(first, Guid.NewGuid(), StudioRig.Settings, Cancel)));

        Assert.All(results, r => Assert.Empty(r.Problems));
        var again = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Turns[^1];
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(again.Id);
        Assert.Equal([first, again.Id], again.Siblings);
        Assert.Equal(2, rig.Google.Count);
    }

    [Fact]
    public async Task The_next_message_follows_the_branch_that_is_shown()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, first) = await rig.SendAsync("Hello");
        var call = await rig.Google.NextCallAsync();
        call.Send(Chunks.Thought("hidden"));
        call.SendText("one");
        call.Finish();
        await rig.SettledAsync(first);

        await rig.SendAsync("And then?", session);
        var body = (await rig.Google.NextCallAsync()).Body;

        Assert.StartsWith(
            """{"contents":[{"role":"user","parts":[{"text":"Hello"}]},{"role":"model","parts":[{"text":"one"},{"text":"","thoughtSignature":"c2ln"}]},{"role":"user","parts":[{"text":"And then?"}]}]""",
            body, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_somebody_else_cannot_be_written_to()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Mine");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);
        var stranger = rig.As(await rig.AddPersonAsync());
        await stranger.SaveDraftAsync(session, DraftStore.Composer, 1, "Yours?", Cancel);

        await Assert.ThrowsAsync<AccessDeniedException>(() => stranger.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => stranger.RerunAsync(turn, Guid.NewGuid(), StudioRig.Settings, Cancel));
        Assert.Null(await stranger.OpenSessionAsync(session, 40, Cancel));
        Assert.Null(await stranger.DeleteTurnAsync(turn, Cancel));
        Assert.False(await stranger.DeleteSessionAsync(session, Cancel));
        Assert.Equal(1, rig.Google.Count);
    }

    [Fact]
    public async Task Two_tabs_that_send_at_once_make_two_branches()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, first) = await rig.SendAsync("From one tab");
        var (_, second) = await rig.SendAsync("From the other", session);
        (await rig.Google.NextCallAsync()).Finish();
        (await rig.Google.NextCallAsync()).Finish();
        await Task.WhenAll(rig.SettledAsync(first), rig.SettledAsync(second));

        var shown = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Turns;
        Assert.Equal("From the other", shown[0].Text);
        Assert.Equal(2, shown[0].Siblings.Count);
    }
}
