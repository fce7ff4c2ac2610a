using GeminiStudio.Data;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class VariableTests
{
    private static readonly Dictionary<string, string> Values = new() { ["city"] = "Oslo", ["tone"] = "dry", ["n"] = "7", ["day"] = "2026-11-24" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tell of {{city}}.", "Tell of Oslo.")]
    [InlineData("{{ city }} and {{city}}", "Oslo and Oslo")]
    [InlineData("{{tone:select:warm,dry=warm}}", "dry")]
    [InlineData("{{other:select:warm,dry=warm}}", "warm")]
    [InlineData("{{gone?}}.", ".")]
    [InlineData("{{n:number:1,10}} on {{day:date}}", "7 on 2026-11-24")]
    [InlineData("{{yes:checkbox}}", "no")]
    [InlineData("""\{{city}} stays""", "{{city}} stays")]
    [InlineData("{{7*7}} {{a b}} {{city:sonnet}} {{}} {x}", "{{7*7}} {{a b}} {{city:sonnet}} {{}} {x}")]
    public void A_text_is_filled_in_and_what_is_no_variable_stays(string template, string expected) =>
        Assert.Equal(expected, VariableTemplate.Fill(template, VariableTemplate.Find(template), Values));

    [Theory]
    [InlineData("{{a}}", "", "a has no value yet.")]
    [InlineData("{{a?}}", " ", null)]
    [InlineData("{{a=x}}", "", null)]
    [InlineData("{{a:number:1,10}}", "11", "a is a number from 1 to 10.")]
    [InlineData("{{a:number}}", "1e999", "a is a number.")]
    [InlineData("{{a:number}}", "-2.5", null)]
    [InlineData("{{a:range}}", "101", "a is a number from 0 to 100.")]
    [InlineData("{{a:select:x,y}}", "z", "a is one of x, y.")]
    [InlineData("{{a:date}}", "24.11.2026", "a is a date, for example 2026-11-24.")]
    [InlineData("{{a:time}}", "25:00", "a is a time, for example 14:30.")]
    [InlineData("{{a:email}}", "me@", "a is a mail address.")]
    [InlineData("{{a:url}}", "javascript:alert(1)", "a is an address that begins with https:// or http://.")]
    [InlineData("{{a:checkbox}}", "maybe", "a is yes or no.")]
    [InlineData("{{a:multiline}}", "one\ntwo", null)]
    [InlineData("{{a:file}}", "", "a has no value yet.")]
    [InlineData("{{a:file=x.png}}", "", "a has no value yet.")]
    [InlineData("{{a:file}}", "Oslo", "a is a file. Choose one.")]
    [InlineData("{{a:file}}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa x.png", null)]
    public void A_value_must_fit_its_kind(string template, string value, string? problem) =>
        Assert.Equal(problem, Assert.Single(VariableTemplate.Find(template)).Problem(value));

    [Fact]
    public void A_value_is_never_taken_for_a_template_and_the_place_that_says_more_decides()
    {
        var found = VariableTemplate.Find("{{a}} {{a:select:{{b}},x}} {{b}}", "{{a:multiline=y}}");

        Assert.Equal([("a", VariableKind.Multiline), ("b", VariableKind.Text)], found.Select(v => (v.Name, v.Kind)));
        Assert.Equal("{{b}}", VariableTemplate.Fill("{{a}}", found, new Dictionary<string, string> { ["a"] = "{{b}}", ["b"] = "no" }));
    }

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task A_run_sends_the_filled_texts_and_the_session_keeps_template_and_values(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.System, 1, "Answer in {{language=English}}.", Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Tell of {{city}}.", Cancel);

        var refused = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { ["city"] = "Oslo" }, Cancel);
        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.Equal("city has no value yet.", Assert.Single(refused.Problems).Description);
        Assert.Empty(sent.Problems);
        var call = await rig.Google.NextCallAsync();
        var body = System.Text.Encoding.UTF8.GetString(call.Call.Body.Span);
        Assert.Contains("Tell of Oslo.", body, StringComparison.Ordinal);
        Assert.Contains("Answer in English.", body, StringComparison.Ordinal);
        call.Finish();
        var view = (await studio.OpenSessionAsync(session, 40, Cancel))!;
        await rig.SettledAsync(view.Turns[^1].Id);
        Assert.Equal("Tell of Oslo.", view.Turns[0].Text);
        Assert.Equal("Answer in {{language=English}}.", view.SystemInstruction);
        Assert.Equal("Oslo", (await studio.VariablesAsync(session, Cancel))["city"]);
        Assert.Empty(await rig.As(await rig.AddPersonAsync()).VariablesAsync(session, Cancel));
    }

    [Fact]
    public async Task Braces_can_be_sent_as_they_are_typed()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "What does {{message}} mean in Vue?", Cancel);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { [VariableStore.AsTyped] = "yes" }, Cancel);

        var check = await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel);
        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.True(check is { IsAsTyped: true, Lines: [], Variables: [] });
        Assert.Empty(sent.Problems);
        Assert.Equal("What does {{message}} mean in Vue?", (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0].Text);
        (await rig.Google.NextCallAsync()).Finish();
    }
}
