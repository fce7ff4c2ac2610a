using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace GeminiStudio.Tests.Sessions;

public sealed class MessageQueueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task What_was_sent_while_an_answer_streams_goes_out_in_order_once_each_has_ended_well(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var studio = rig.As(StudioRig.Owner);
        var (session, _) = await rig.SendAsync("One");
        var call = await rig.Google.NextCallAsync();
        await QueueAsync(studio, session, "Two");
        await QueueAsync(studio, session, "Three");
        Assert.Equal(["Two", "Three"], (await studio.QueueAsync(session, Cancel)).Select(m => m.Words));
        Assert.Equal("", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);

        foreach (var (answer, next) in new[] { ("First", "Two"), ("Second", "Three") })
        {
            call.SendText(answer);
            call.Finish();
            call = await rig.Google.NextCallAsync();
            Assert.Contains(next, call.Body, StringComparison.Ordinal);
            Assert.Contains(answer, call.Body, StringComparison.Ordinal);
        }

        Assert.Empty(await studio.QueueAsync(session, Cancel));
        Assert.Equal(["One", "First", "Two", "Second", "Three"], (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns.Take(5).Select(t => t.Text));
        call.Finish();
    }

    [Theory, InlineData("MAX_TOKENS"), InlineData("SAFETY"), InlineData(null)]
    public async Task After_any_other_end_the_message_waits_for_a_person(string? reason)
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, turn) = await rig.SendAsync("One");
        var call = await rig.Google.NextCallAsync();
        await QueueAsync(studio, session, "Two");

        call.SendText("Half");
        if (reason is null)
        {
            call.Eof();
        }
        else
        {
            call.Finish(reason);
        }

        await rig.SettledAsync(turn);
        await studio.SendQueuedNowAsync(session, Assert.Single(await studio.QueueAsync(session, Cancel)).TurnId, Cancel);

        Assert.Contains("Two", (await rig.Google.NextCallAsync()).Body, StringComparison.Ordinal);
        Assert.Equal(2, rig.Google.Count);
    }

    [Fact]
    public async Task Sending_one_now_stops_the_answer_and_lets_it_go_before_the_others()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, turn) = await rig.SendAsync("One");
        var call = await rig.Google.NextCallAsync();
        call.SendText("Half an ");
        await rig.ShownAsync(turn, "Half an ");
        await QueueAsync(studio, session, "Two");
        var urgent = await QueueAsync(studio, session, "Urgent");

        var sent = await studio.SendQueuedNowAsync(session, urgent, Cancel);

        Assert.Equal(urgent, sent.TurnId);
        Assert.True(call.Aborted.IsCancellationRequested);
        var next = await rig.Google.NextCallAsync();
        Assert.Contains("Urgent", next.Body, StringComparison.Ordinal);
        Assert.Equal(["Two"], (await studio.QueueAsync(session, Cancel)).Select(m => m.Words));
        var turns = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns;
        Assert.Equal(TurnState.Cancelled, turns[1].State);
        Assert.Equal("Urgent", turns[2].Text);
        next.SendText("Done");
        next.Finish();
        Assert.Contains("Two", (await rig.Google.NextCallAsync()).Body, StringComparison.Ordinal);
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_waiting_message_can_be_taken_back_deleted_and_had_again(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var studio = rig.As(StudioRig.Owner);
        var (session, _) = await rig.SendAsync("One");
        var call = await rig.Google.NextCallAsync();
        var (two, three) = (await QueueAsync(studio, session, "Two"), await QueueAsync(studio, session, "Three"));
        var draft = await studio.FindDraftAsync(session, DraftStore.Composer, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, draft!.Revision + 1, "typed since", Cancel);

        Assert.True(await studio.TakeBackQueuedAsync(session, two, Cancel));
        Assert.Equal("Two\n\ntyped since", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
        var taken = await studio.DeleteQueuedAsync(session, three, Cancel);
        Assert.Empty(await studio.QueueAsync(session, Cancel));
        await studio.RestoreQueuedAsync(taken!, Cancel);

        Assert.Equal(three, Assert.Single(await studio.QueueAsync(session, Cancel)).TurnId);
        Assert.Null(await studio.DeleteQueuedAsync(session, two, Cancel));
        Assert.False(await studio.TakeBackQueuedAsync(session, two, Cancel));
        call.Finish();
    }

    [Fact]
    public async Task The_same_click_twice_is_one_message_and_more_than_twenty_are_refused()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, _) = await rig.SendAsync("One");
        var call = await rig.Google.NextCallAsync();
        var first = await QueueAsync(studio, session, "1");
        Assert.Null(await studio.EnqueueAsync(session, first, 0, Cancel));
        for (var i = 2; i <= MessageQueue.MaxMessages; i++)
        {
            await QueueAsync(studio, session, $"{i}");
        }

        var revision = await TypeAsync(studio, session, "one too many");

        Assert.Contains("20 messages wait already", await studio.EnqueueAsync(session, Guid.NewGuid(), revision, Cancel), StringComparison.Ordinal);
        Assert.Equal(MessageQueue.MaxMessages, (await studio.QueueAsync(session, Cancel)).Count);
        Assert.Equal("one too many", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
        call.Fail(new InvalidOperationException());
    }

    [Fact]
    public async Task What_is_attached_waits_with_its_message_and_variables_are_filled_in_when_it_goes()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, _) = await rig.SendAsync("One");
        var call = await rig.Google.NextCallAsync();
        var revision = await TypeAsync(studio, session, "Weather in {{city}}");
        Assert.Contains("city", await studio.EnqueueAsync(session, Guid.NewGuid(), revision, Cancel), StringComparison.Ordinal);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { ["city"] = "Utrecht" }, Cancel);
        var attached = Attachment.WriteAll([new Attachment { Link = "https://www.youtube.com/watch?v=abcdef", Name = "A film" }]);
        await rig.Services.GetRequiredService<DraftStore>().ChangeAsync(StudioRig.Owner.UserId, session, DraftStore.Files, _ => attached, Cancel);

        var id = await QueueAsync(studio, session, "Weather in {{city}}");
        Assert.Equal(1, Assert.Single(await studio.QueueAsync(session, Cancel)).Files);
        await studio.TakeBackQueuedAsync(session, id, Cancel);
        Assert.Equal(attached, (await studio.FindDraftAsync(session, DraftStore.Files, Cancel))!.Text);
        await QueueAsync(studio, session, "Weather in {{city}}");
        Assert.Equal("", (await studio.FindDraftAsync(session, DraftStore.Files, Cancel))!.Text);
        call.SendText("First");
        call.Finish();

        var body = (await rig.Google.NextCallAsync()).Body;
        Assert.Contains("Weather in Utrecht", body, StringComparison.Ordinal);
        Assert.Contains("watch?v=abcdef", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_there_after_a_restart_and_is_nobody_elses()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, _) = await rig.SendAsync("One");
        await rig.Google.NextCallAsync();
        var id = await QueueAsync(rig.As(StudioRig.Owner), session, "Two");
        var stranger = rig.As(await rig.AddPersonAsync());
        Assert.Empty(await stranger.QueueAsync(session, Cancel));
        Assert.Null(await stranger.DeleteQueuedAsync(session, id, Cancel));

        await using var again = await StudioRig.StartAsync(after: rig);

        Assert.Equal("Two", Assert.Single(await again.As(StudioRig.Owner).QueueAsync(session, Cancel)).Words);
    }

    private static async Task<Guid> QueueAsync(GeminiService studio, Guid session, string text)
    {
        var turn = Guid.NewGuid();
        Assert.Null(await studio.EnqueueAsync(session, turn, await TypeAsync(studio, session, text), Cancel));
        return turn;
    }

    private static async Task<long> TypeAsync(GeminiService studio, Guid session, string text)
    {
        var draft = await studio.FindDraftAsync(session, DraftStore.Composer, Cancel);
        return await studio.SaveDraftAsync(session, DraftStore.Composer, (draft?.Revision ?? 0) + 1, text, Cancel);
    }
}
