using System.Text.Json;
using GeminiStudio.Access;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Sessions;

public sealed class TurnEditorTests
{
    private const string Signed = """[{"text":"Hello "},{"functionCall":{"name":"f","args":{"a":1.0}},"thoughtSignature":"c2ln"},{"text":"there","thoughtSignature":"dGV4dA=="}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Saving_a_changed_message_keeps_what_followed_and_the_old_words(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));
        var before = await OpenAsync(studio, session);

        Assert.Null(await studio.EditTurnAsync(before[0].Id, Guid.NewGuid(), ["One, changed"], Cancel));

        var after = await OpenAsync(studio, session);
        Assert.Equal(["One, changed", "Answer 1", "Two", "Answer 2"], after.Select(t => t.Text));
        Assert.Equal(2, after[0].Siblings.Count);
        Assert.Equal(before.Skip(1).Select(t => t.Usage), after.Skip(1).Select(t => t.Usage));
        await studio.ShowTurnAsync(before[0].Id, Cancel);
        Assert.Equal(before.Select(t => t.Id), (await OpenAsync(studio, session)).Select(t => t.Id));
        Assert.Equal(2, rig.Google.Count);
    }

    [Fact]
    public async Task A_copy_shows_the_request_that_really_was_sent()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));
        var before = await OpenAsync(studio, session);

        await studio.EditTurnAsync(before[0].Id, Guid.NewGuid(), ["One, changed"], Cancel);

        var copy = (await OpenAsync(studio, session))[3];
        Assert.NotEqual(before[3].Id, copy.Id);
        Assert.Equal((await studio.RawAsync(before[3].Id, Cancel))!.Request, (await studio.RawAsync(copy.Id, Cancel))!.Request);
    }

    [Fact]
    public async Task Running_a_changed_message_leaves_the_old_answer_behind_the_old_words()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));
        var before = await OpenAsync(studio, session);

        var sent = await studio.EditAndRunAsync(before[2].Id, Guid.NewGuid(), ["Two, changed"], Cancel);

        Assert.Empty(sent.Problems);
        var call = await rig.Google.NextCallAsync();
        Assert.Contains("Two, changed", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Answer 2", call.Body, StringComparison.Ordinal);
        call.SendText("Answer 3");
        call.Finish();
        await rig.SettledAsync((await OpenAsync(studio, session))[^1].Id);
        Assert.Equal(["One", "Answer 1", "Two, changed", "Answer 3"], (await OpenAsync(studio, session)).Select(t => t.Text));
        await studio.ShowTurnAsync(before[2].Id, Cancel);
        Assert.Equal("Answer 2", (await OpenAsync(studio, session))[^1].Text);
    }

    [Fact]
    public async Task The_same_change_twice_is_one_change()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));
        var (turn, changed) = ((await OpenAsync(studio, session))[0].Id, Guid.NewGuid());

        await studio.EditTurnAsync(turn, changed, ["Changed"], Cancel);
        await studio.EditTurnAsync(turn, changed, ["Changed"], Cancel);

        Assert.Equal(2, (await OpenAsync(studio, session))[0].Siblings.Count);
    }

    [Fact]
    public void A_changed_answer_keeps_calls_and_signatures_of_the_parts_that_were_not_touched()
    {
        var changed = PartsJson.WithTexts(Signed, ["Good day ", "there"]);

        Assert.Equal("""[{"text":"Good day "},{"functionCall":{"name":"f","args":{"a":1.0}},"thoughtSignature":"c2ln"},{"text":"there","thoughtSignature":"dGV4dA=="}]""", changed);
        Assert.Equal("""[{"text":"Hello "},{"functionCall":{"name":"f","args":{"a":1.0}},"thoughtSignature":"c2ln"},{"text":"you"}]""", PartsJson.WithTexts(Signed, ["Hello ", "you"]));
        Assert.Equal(Signed, PartsJson.WithTexts(Signed, PartsJson.Texts(Signed)));
        const string Sealed = """[{"text":"Hello"},{"text":"","thoughtSignature":"c2ln"}]""";
        Assert.Equal("""[{"text":"Bye"},{"text":"","thoughtSignature":"c2ln"}]""", PartsJson.WithTexts(Sealed, ["Bye"]));
        Assert.Equal(["Hello"], PartsJson.Texts(Sealed));
        Assert.Equal("""[{"inlineData":{}},{"text":"What is it?"}]""", PartsJson.WithTexts("""[{"inlineData":{}}]""", ["What is it?"]));
    }

    [Fact]
    public async Task A_changed_answer_is_marked_and_sent_with_the_next_message()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));

        await studio.EditTurnAsync((await OpenAsync(studio, session))[3].Id, Guid.NewGuid(), ["Better answer"], Cancel);
        Assert.True((await OpenAsync(studio, session))[3].IsEdited);
        await rig.SendAsync("Three", session);

        var body = (await rig.Google.NextCallAsync()).Body;
        Assert.Contains("Better answer", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Answer 2", body, StringComparison.Ordinal);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task Turns_can_be_added_without_asking_the_model(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (session, studio) = (Guid.NewGuid(), rig.As(StudioRig.Owner));
        foreach (var (role, text) in new[] { ("user", "Example in"), ("model", "Example out") })
        {
            await studio.SaveDraftAsync(session, DraftStore.Composer, Environment.TickCount64 + text.Length, text, Cancel);
            var draft = await studio.FindDraftAsync(session, DraftStore.Composer, Cancel);
            Assert.Null(await studio.AddTurnAsync(session, Guid.NewGuid(), draft!.Revision, role, StudioRig.Settings, Cancel));
            Assert.Equal("", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
        }

        Assert.Equal(0, rig.Google.Count);
        Assert.Equal(["user", "model"], (await OpenAsync(studio, session)).Select(t => t.Role));
        await rig.SendAsync("Real one", session);
        using var body = JsonDocument.Parse((await rig.Google.NextCallAsync()).Body);
        Assert.Equal(["user", "model", "user"], body.RootElement.GetProperty("contents").EnumerateArray().Select(c => c.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Turns_in_another_order_are_a_branch_and_the_old_order_stays()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));
        var before = await OpenAsync(studio, session);
        Guid[] order = [before[2].Id, before[3].Id, before[0].Id, before[1].Id];

        Assert.True(await studio.ReorderTurnsAsync(session, order, Cancel));
        Assert.Equal(["Two", "Answer 2", "One", "Answer 1"], (await OpenAsync(studio, session)).Select(t => t.Text));
        Assert.False(await studio.ReorderTurnsAsync(session, [Guid.NewGuid()], Cancel));

        await studio.ShowTurnAsync(before[0].Id, Cancel);
        Assert.Equal(before.Select(t => t.Id), (await OpenAsync(studio, session)).Select(t => t.Id));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_branch_becomes_a_chat_of_its_own_and_knows_where_it_comes_from(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));
        var before = await OpenAsync(studio, session);
        await studio.EditTurnAsync(before[2].Id, Guid.NewGuid(), ["Two, changed"], Cancel);
        var (path, all) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.True(await studio.BranchSessionAsync(before[1].Id, path, allBranches: false, Cancel));
        Assert.True(await studio.BranchSessionAsync(before[1].Id, path, allBranches: false, Cancel));
        Assert.True(await studio.BranchSessionAsync(before[3].Id, all, allBranches: true, Cancel));

        Assert.Equal(["One", "Answer 1"], (await OpenAsync(studio, path)).Select(t => t.Text));
        Assert.Equal(session, (await studio.OpenSessionAsync(path, 40, Cancel))!.OriginId);
        Assert.Equal(["One", "Answer 1", "Two", "Answer 2"], (await OpenAsync(studio, all)).Select(t => t.Text));
        Assert.Equal(2, (await OpenAsync(studio, all))[2].Siblings.Count);
        Assert.Equal((await studio.MapAsync(session, Cancel)).Count, (await studio.MapAsync(all, Cancel)).Count);
    }

    [Fact]
    public async Task Somebody_elses_turns_do_not_exist()
    {
        await using var rig = await StudioRig.StartAsync();
        var session = await ConversationAsync(rig);
        var turn = (await OpenAsync(rig.As(StudioRig.Owner), session))[0].Id;
        var stranger = rig.As(await rig.AddPersonAsync());

        await Assert.ThrowsAsync<AccessDeniedException>(() => stranger.EditTurnAsync(turn, Guid.NewGuid(), ["x"], Cancel));
        await Assert.ThrowsAsync<AccessDeniedException>(() => stranger.BranchSessionAsync(turn, Guid.NewGuid(), allBranches: true, Cancel));
        Assert.False(await stranger.ReorderTurnsAsync(session, [turn], Cancel));
        Assert.Null(await stranger.TurnTextsAsync(turn, Cancel));
        Assert.Null(await stranger.SessionTextAsync(session, "text", Cancel));
        Assert.Empty(await stranger.MapAsync(session, Cancel));
    }

    [Fact]
    public async Task Pinned_chats_come_first_and_archived_ones_are_out_of_the_way()
    {
        await using var rig = await StudioRig.StartAsync();
        var (first, _) = await rig.SendAsync("First");
        var (second, _) = await rig.SendAsync("Second");
        var studio = rig.As(StudioRig.Owner);

        await studio.PinSessionAsync(first, isPinned: true, Cancel);
        Assert.Equal(["First", "Second"], (await studio.ListSessionsAsync(null, 40, Cancel)).Select(s => s.Title));
        await studio.ArchiveSessionAsync(first, isArchived: true, Cancel);

        Assert.Equal(second, Assert.Single(await studio.ListSessionsAsync(null, 40, Cancel)).Id);
        Assert.Equal(first, Assert.Single(await studio.ListArchivedSessionsAsync(null, 40, Cancel)).Id);
    }

    [Fact]
    public async Task An_example_answer_without_a_message_before_it_says_why_it_cannot_be_run_again()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (Guid.NewGuid(), rig.As(StudioRig.Owner));
        var revision = await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Example out", Cancel);
        await studio.AddTurnAsync(session, Guid.NewGuid(), revision, "model", StudioRig.Settings, Cancel);

        var sent = await studio.RerunAsync((await OpenAsync(studio, session))[0].Id, Guid.NewGuid(), StudioRig.Settings, Cancel);

        Assert.Null(sent.TurnId);
        Assert.Contains("No message stands before this answer", Assert.Single(sent.Problems).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branched_chat_names_the_one_it_came_from_by_its_present_title()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio, branch) = (await ConversationAsync(rig), rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.BranchSessionAsync((await OpenAsync(studio, session))[1].Id, branch, allBranches: false, Cancel);

        await studio.RenameSessionAsync(session, "Renamed since", Cancel);

        Assert.Equal((session, "Renamed since"), await studio.OpenSessionAsync(branch, 40, Cancel) is { OriginId: { } id, OriginTitle: { } title } ? (id, title) : default);
        await studio.DeleteSessionAsync(session, Cancel);
        Assert.Null((await studio.OpenSessionAsync(branch, 40, Cancel))!.OriginTitle);
    }

    [Fact]
    public async Task A_chat_is_copied_as_text_as_markdown_and_as_googles_contents()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, studio) = (await ConversationAsync(rig), rig.As(StudioRig.Owner));

        Assert.StartsWith("User:\nOne\n\nModel:\nAnswer 1", await studio.SessionTextAsync(session, "text", Cancel), StringComparison.Ordinal);
        Assert.StartsWith("# One\n\n## User\n\nOne\n\n## Model, gemini-3.8-flash\n\nAnswer 1", await studio.SessionTextAsync(session, "markdown", Cancel), StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await studio.SessionTextAsync(session, "json", Cancel))!);
        Assert.Equal(4, json.RootElement.GetProperty("contents").GetArrayLength());
    }

    private static async Task<IReadOnlyList<TurnView>> OpenAsync(GeminiService studio, Guid session) => (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns;

    /// <summary>One, Answer 1, Two, Answer 2.</summary>
    private static async Task<Guid> ConversationAsync(StudioRig rig)
    {
        Guid? session = null;
        foreach (var (text, answer) in new[] { ("One", "Answer 1"), ("Two", "Answer 2") })
        {
            var (id, turn) = await rig.SendAsync(text, session);
            session = id;
            var call = await rig.Google.NextCallAsync();
            call.SendText(answer);
            call.Finish();
            await rig.SettledAsync(turn);
        }

        return session!.Value;
    }
}
