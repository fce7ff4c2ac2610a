using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Functions;
using GeminiStudio.Sessions;
using GeminiStudio.Tests.Studio;
using Microsoft.EntityFrameworkCore;

namespace GeminiStudio.Tests.Functions;

public sealed class FunctionLoopTests
{
    private const string TwoCalls =
        """{"candidates":[{"content":{"parts":[{"functionCall":{"id":"aaaa1111","name":"weather","args":{"city":"Paris","t":1.0}},"thoughtSignature":"QUJD/+="},{"functionCall":{"id":"bbbb2222","name":"weather","args":{"city":"Oslo"}}}],"role":"model"},"index":0}]}""";

    private static readonly string Weather = """[{"name":"weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING","enum":["Paris","Oslo"]}},"required":["city"]}}]""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_parallel_calls_go_back_in_their_order_with_ids_and_signature_untouched()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Weather?", settings: With(null));
        await AnswerAsync(rig, TwoCalls);
        await rig.SettledAsync(turn);
        var studio = rig.As(StudioRig.Owner);

        var newTurn = Guid.NewGuid();
        var sent = await studio.AnswerCallsAsync(turn, newTurn, ["""{"c":7}""", "2"], Cancel);
        var again = await studio.AnswerCallsAsync(turn, newTurn, ["""{"c":7}""", "2"], Cancel);

        Assert.Empty(sent.Problems);
        Assert.Equal(sent.TurnId, again.TurnId);
        var call = await rig.Google.NextCallAsync();
        var contents = JsonNode.Parse(call.Body)!["contents"]!.AsArray();
        Assert.Contains("""{"functionCall":{"id":"aaaa1111","name":"weather","args":{"city":"Paris","t":1.0}},"thoughtSignature":"QUJD/+="},{"functionCall":{"id":"bbbb2222","name":"weather","args":{"city":"Oslo"}}}""", call.Body, StringComparison.Ordinal);
        Assert.Equal(
            """{"role":"user","parts":[{"functionResponse":{"id":"aaaa1111","name":"weather","response":{"c":7}}},{"functionResponse":{"id":"bbbb2222","name":"weather","response":{"output":2}}}]}""",
            contents[^1]!.ToJsonString());
        Assert.Equal(3, contents.Count);
        call.SendText("Mild.");
        call.Finish();
        Assert.Equal(2, rig.Google.Count);
        Assert.True((await studio.CallsAsync(turn, Cancel))!.AreAnswered);
    }

    [Fact]
    public async Task Mocks_answer_a_loop_of_three_steps_with_a_signature_each_and_nobody_watching()
    {
        await using var rig = await StudioRig.StartAsync();
        var rules = new FunctionAnswer
        {
            Kind = AnswerKind.Rules,
            Rules = [new("""{"city":"Oslo"}""", null, Error: "no station"), new("""{"city":"Paris"}""", """{"c":7}""")],
        };
        var (session, _) = await rig.SendAsync("Weather?", settings: With(Answers(rules)));

        await AnswerAsync(rig, Step("cccc0001", "Oslo", "c2lnMQ=="));
        await AnswerAsync(rig, Step("cccc0002", "Paris", "c2lnMg=="));
        var last = await rig.Google.NextCallAsync();

        Assert.Contains("\"thoughtSignature\":\"c2lnMQ==\"", last.Body, StringComparison.Ordinal);
        Assert.Contains("\"thoughtSignature\":\"c2lnMg==\"", last.Body, StringComparison.Ordinal);
        Assert.Equal(
            ["user", "model", "user", "model", "user"],
            JsonNode.Parse(last.Body)!["contents"]!.AsArray().Select(c => c!["role"]!.ToString()));
        Assert.Contains("""{"functionResponse":{"id":"cccc0001","name":"weather","response":{"error":"no station"}}}""", last.Body, StringComparison.Ordinal);
        Assert.Contains("""{"functionResponse":{"id":"cccc0002","name":"weather","response":{"c":7}}}""", last.Body, StringComparison.Ordinal);
        last.SendText("7 degrees in Paris.");
        last.Finish();
        var view = (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!;
        await rig.SettledAsync(view.Turns[^1].Id);
        await using var db = await rig.DbAsync();
        Assert.Equal(3, await db.Ledger.CountAsync(Cancel)); // each round is an attempt of its own
    }

    [Fact]
    public async Task A_loop_without_end_waits_for_a_person_after_its_rounds()
    {
        await using var rig = await StudioRig.StartAsync();
        var answers = Answers(new FunctionAnswer { Kind = AnswerKind.Mock, Mock = "{}" }) with { MaxRounds = 2 };
        var (session, _) = await rig.SendAsync("Weather?", settings: With(answers));
        await AnswerAsync(rig, Step("dddd0001", "Oslo", "eA=="));
        await AnswerAsync(rig, Step("dddd0002", "Oslo", "eQ=="));

        var last = await LastTurnAsync(rig, session);
        await rig.SettledAsync(last);
        var calls = await rig.CallsAsync(last, c => c.Stopped is not null);

        Assert.Equal((2, 2, false), (calls.Round, rig.Google.Count, calls.AreAnswered));
        Assert.StartsWith("2 rounds are done", calls.Stopped, StringComparison.Ordinal);
        Assert.Equal("{}", Assert.Single(calls.Calls).Answer);
    }

    [Fact]
    public async Task What_is_asked_of_a_person_waits_beside_what_is_answered()
    {
        await using var rig = await StudioRig.StartAsync();
        var rules = new FunctionAnswer { Kind = AnswerKind.Rules, Rules = [new("""{"city":"Oslo"}""", """{"c":1}""")] };
        var (_, turn) = await rig.SendAsync("Weather?", settings: With(Answers(rules)));
        await AnswerAsync(rig, TwoCalls);
        await rig.SettledAsync(turn);

        var calls = (await rig.CallsAsync(turn, c => c.Calls[0].Note is not null && c.Calls[1].Answer is not null)).Calls;

        Assert.Equal([null, "{\n  \"c\": 1\n}"], calls.Select(c => c.Answer));
        Assert.Equal("No rule matches these arguments.", calls[0].Note);
        Assert.Equal(1, rig.Google.Count);
    }

    [Fact]
    public async Task An_endpoint_is_called_after_leave_is_given_and_the_loop_goes_on_by_itself()
    {
        await using var rig = await StudioRig.StartAsync();
        var endpoint = new FunctionAnswer { Kind = AnswerKind.Http, Http = new() { Url = "http://127.0.0.1:9/x", Host = "127.0.0.1:9" } };
        var (_, turn) = await rig.SendAsync("Weather?", settings: With(Answers(endpoint)));
        await AnswerAsync(rig, Step("eeee0001", "Oslo", "eA=="));
        await rig.SettledAsync(turn);
        var studio = rig.As(StudioRig.Owner);
        Assert.True(Assert.Single((await studio.CallsAsync(turn, Cancel))!.Calls).NeedsApproval);
        Assert.Equal(1, rig.Google.Count);

        await studio.ApproveCallsAsync(turn, [0], Cancel);
        var next = await rig.Google.NextCallAsync();

        Assert.Contains("\"response\":{\"error\":\"127.0.0.1 lies in a private network.", next.Body, StringComparison.Ordinal); // the model is told what went wrong
        next.Finish();
    }

    [Fact]
    public async Task A_paused_session_waits_with_its_answers_at_hand()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Weather?", settings: With(Answers(new FunctionAnswer { Kind = AnswerKind.Mock, Mock = """{"c":1}""" })));
        var studio = rig.As(StudioRig.Owner);
        await studio.PauseCallsAsync(turn, Cancel);
        await AnswerAsync(rig, Step("ffff0001", "Oslo", "eA=="));
        await rig.SettledAsync(turn);

        var calls = await rig.CallsAsync(turn, c => c.Calls[0].Answer is not null);
        Assert.Equal((true, "{\n  \"c\": 1\n}", 1), (calls.IsPaused, calls.Calls[0].Answer, rig.Google.Count));

        await studio.ResumeCallsAsync(turn, Cancel);
        await studio.ApproveCallsAsync(turn, [], Cancel);
        (await rig.Google.NextCallAsync()).Finish();
    }

    [Theory]
    [InlineData("""{"city":"Rome"}""", "/city")]
    [InlineData("""{"city":7}""", "/city")]
    [InlineData("{}", "")]
    public async Task Arguments_that_do_not_fit_are_marked_at_their_path(string args, string path)
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Weather?", settings: With(null));
        await AnswerAsync(rig, $$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"weather","args":{{{args}}} } }],"role":"model"},"index":0}]}""");
        await rig.SettledAsync(turn);

        var call = Assert.Single((await rig.As(StudioRig.Owner).CallsAsync(turn, Cancel))!.Calls);

        Assert.Contains(call.Misfits, m => m.Path == path);
    }

    [Theory]
    [InlineData("{\n\"a\":,}", "weather, line 2")]
    [InlineData("", "weather has no answer yet.")]
    public async Task An_answer_that_is_no_JSON_is_refused_with_its_line_and_nothing_is_sent(string text, string problem)
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Weather?", settings: With(null));
        await AnswerAsync(rig, TwoCalls);
        await rig.SettledAsync(turn);

        var sent = await rig.As(StudioRig.Owner).AnswerCallsAsync(turn, Guid.NewGuid(), ["{}", text], Cancel);

        Assert.StartsWith(problem, Assert.Single(sent.Problems).Description, StringComparison.Ordinal);
        Assert.Equal(1, rig.Google.Count);
    }

    [Fact]
    public async Task A_round_under_way_can_be_told_to_wait_at_its_end_and_nothing_of_it_is_broken_off()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (_, turn) = await rig.SendAsync("Weather?", settings: With(Answers(new FunctionAnswer { Kind = AnswerKind.Mock, Mock = """{"c":1}""" })));
        var call = await rig.Google.NextCallAsync();

        rig.As(await rig.AddPersonAsync()).WaitAfterRound(turn, waits: true);
        Assert.False(studio.WaitsAfterRound(turn));
        studio.WaitAfterRound(turn, waits: true);
        call.Send(Chunks.Of(Step("gggg0001", "Oslo", "eA==").Replace("\"index\"", "\"finishReason\":\"STOP\",\"index\"", StringComparison.Ordinal)));
        call.Eof();
        await rig.SettledAsync(turn);

        var calls = (await studio.CallsAsync(turn, Cancel))!;
        Assert.Equal((true, false, 1), (calls.IsPaused, calls.AreAnswered, rig.Google.Count));
    }

    [Fact]
    public async Task Calls_are_nobody_elses()
    {
        await using var rig = await StudioRig.StartAsync();
        var (_, turn) = await rig.SendAsync("Weather?", settings: With(null));
        await AnswerAsync(rig, TwoCalls);
        await rig.SettledAsync(turn);
        var stranger = rig.As(await rig.AddPersonAsync());

        Assert.Null(await stranger.CallsAsync(turn, Cancel));
        await Assert.ThrowsAsync<GeminiStudio.Access.AccessDeniedException>(() => stranger.AnswerCallsAsync(turn, Guid.NewGuid(), ["{}", "{}"], Cancel));
        await Assert.ThrowsAsync<GeminiStudio.Access.AccessDeniedException>(() => stranger.ApproveCallsAsync(turn, [0], Cancel));
        await Assert.ThrowsAsync<GeminiStudio.Access.AccessDeniedException>(() => stranger.PauseCallsAsync(turn, Cancel));
    }

    [Fact]
    public async Task Sets_of_functions_are_kept_under_their_names_and_secrets_show_no_value()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);

        await studio.SaveFunctionSetAsync("Depot", "[]", null, Cancel);
        await studio.SaveFunctionSetAsync("Depot", Weather, null, Cancel);
        await studio.SaveFunctionSecretAsync("ops", new("s3cret-value-0123"), Cancel);

        Assert.Equal(Weather, Assert.Single(await studio.FunctionSetsAsync(Cancel)).Declarations);
        Assert.Equal(("ops", "0123"), Assert.Single(await studio.FunctionSecretsAsync(Cancel)));
        Assert.Empty(await rig.As(await rig.AddPersonAsync()).FunctionSetsAsync(Cancel));
        await using var db = await rig.DbAsync();
        Assert.DoesNotContain("s3cret", (await db.FunctionSecrets.SingleAsync(Cancel)).Cipher, StringComparison.Ordinal);
    }

    private static FunctionAnswers Answers(FunctionAnswer answer) => new() { Functions = new Dictionary<string, FunctionAnswer> { ["weather"] = answer } };

    private static RunSettings With(FunctionAnswers? answers) => StudioRig.Settings with
    {
        Functions = new FunctionSettings { IsOn = true, Declarations = Weather, Answers = answers?.Write() },
    };

    private static string Step(string id, string city, string signature) =>
        $$$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"id":"{{{{id}}}}","name":"weather","args":{"city":"{{{{city}}}}"}},"thoughtSignature":"{{{{signature}}}}"}],"role":"model"},"index":0}]}""";

    private static async Task AnswerAsync(StudioRig rig, string chunk)
    {
        var call = await rig.Google.NextCallAsync();
        call.Send(Chunks.Of(chunk));
        call.Send(Chunks.Of("""{"candidates":[{"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":15}}"""));
        call.Eof();
    }

    private static async Task<Guid> LastTurnAsync(StudioRig rig, Guid session) => (await rig.As(StudioRig.Owner).OpenSessionAsync(session, 40, Cancel))!.Turns[^1].Id;
}
