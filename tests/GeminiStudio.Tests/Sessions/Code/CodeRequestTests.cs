using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions.Code;

/// <summary>Which request is written as code: the one that Run would send.</summary>
public sealed class CodeRequestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_text_in_the_composer_it_is_what_Run_sends()
    {
        await using var rig = await StudioRig.StartAsync();
        var studio = rig.As(StudioRig.Owner);
        var (session, _) = await AskAsync(rig, "One");
        await studio.SaveDraftAsync(session, DraftStore.System, 1, "Be brief", Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 9, "Two", Cancel);

        var code = await studio.CodeRequestAsync(session, null, Cancel);
        await studio.SendAsync(session, Guid.NewGuid(), 9, StudioRig.Settings, Cancel);

        var call = await rig.Google.NextCallAsync();
        Assert.Equal(call.Body, Encoding.UTF8.GetString(code.Body.Span));
        Assert.Equal(call.Call.Model, code.Model);
        call.Finish();
    }

    [Fact]
    public async Task With_an_empty_composer_it_is_what_the_last_answer_was_asked_with()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, asked) = await AskAsync(rig, "One");

        Assert.Equal(asked, Encoding.UTF8.GetString((await rig.As(StudioRig.Owner).CodeRequestAsync(session, null, Cancel)).Body.Span));
    }

    [Fact]
    public async Task A_stranger_and_a_new_chat_get_a_prompt_to_be()
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, _) = await AskAsync(rig, "One");
        var stranger = await rig.AddPersonAsync();

        foreach (var (person, id) in new[] { (stranger, session), (StudioRig.Owner, Guid.NewGuid()) })
        {
            var body = JsonNode.Parse((await rig.As(person).CodeRequestAsync(id, null, Cancel)).Body.Span)!;
            Assert.Equal(GeminiService.PromptToBe, body["contents"]!.AsArray().Single()!["parts"]![0]!["text"]!.GetValue<string>());
        }
    }

    private static async Task<(Guid Session, string Body)> AskAsync(StudioRig rig, string text)
    {
        var (session, turn) = await rig.SendAsync(text);
        var call = await rig.Google.NextCallAsync();
        call.SendText("Answer");
        call.Finish();
        await rig.SettledAsync(turn);
        return (session, call.Body);
    }
}
