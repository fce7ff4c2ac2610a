using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Sessions;
using GeminiStudio.Tests.Files;

namespace GeminiStudio.Tests.Sessions;

/// <summary>Variables that take a file: it goes along with the message, and its name stands in the text.</summary>
public sealed class FileVariableTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public async Task The_file_goes_along_and_a_run_waits_for_it(DatabaseKind kind)
    {
        await using var rig = await StudioRig.StartAsync(kind);
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Read {{paper:file}} and {{photo:file}}.", Cancel);
        var paper = await studio.KeepFileAsync(null, "paper.txt", new MemoryStream("The deal"u8.ToArray()), null, Cancel);
        var photo = await studio.KeepFileAsync(null, "photo.png", new MemoryStream(Samples.Pixel), null, Cancel);
        await SetAsync(("paper", paper));

        var line = Assert.Single((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
        var refused = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);
        await SetAsync(("paper", paper), ("photo", photo));
        var code = await studio.CodeRequestAsync(session, null, Cancel);
        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.Equal(("variable", "photo has no value yet.", PreflightFixKind.FillVariable, "photo"), (line.Code, line.Words, line.Fix.Kind, line.Fix.Subject));
        Assert.Equal("variable.photo", Assert.Single(refused.Problems).Field);
        Assert.Empty(sent.Problems);
        var call = await rig.Google.NextCallAsync();
        call.Finish();
        var expected = new[] { Convert.ToBase64String("The deal"u8), Convert.ToBase64String(Samples.Pixel), "Read paper.txt and photo.png." };
        Assert.Equal(expected, Said(call.Body));
        Assert.Equal(expected, Said(System.Text.Encoding.UTF8.GetString(code.Body.Span)));
        var view = (await studio.OpenSessionAsync(session, 40, Cancel))!; // as after a reload
        await rig.SettledAsync(view.Turns[^1].Id);
        Assert.Equal(["paper.txt", "photo.png"], view.Turns[0].Files.Values.Select(f => f.Name).Order());
        Assert.Contains("base64 of photo.png", (await studio.ReceiptAsync(view.Turns[^1].Id, Cancel))!.Exchange.Request, StringComparison.Ordinal);
        Assert.Equal(VariableFile.Write(photo.Hash, "photo.png"), (await studio.VariablesAsync(session, Cancel))["photo"]);

        Task SetAsync(params (string Name, StoredFile File)[] values) =>
            studio.SaveVariablesAsync(session, values.ToDictionary(v => v.Name, v => VariableFile.Write(v.File.Hash, v.File.Name)), Cancel);
    }

    [Fact]
    public async Task One_that_may_be_left_out_goes_without_and_one_whose_file_is_lost_is_named()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Hello{{paper?:file}}", Cancel);
        Assert.Empty((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { ["paper"] = VariableFile.Write(new string('a', 64), "paper.pdf") }, Cancel);

        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel);

        Assert.Equal("paper: paper.pdf is not on the server any more. Choose it again.", Assert.Single(sent.Problems).Description);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string>(), Cancel);
        Assert.Empty((await studio.SendAsync(session, Guid.NewGuid(), 1, StudioRig.Settings, Cancel)).Problems);
        var call = await rig.Google.NextCallAsync();
        call.Finish();
        Assert.Equal(["Hello"], Said(call.Body));
    }

    [Fact]
    public async Task The_same_bytes_under_two_names_are_called_by_each()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var dot = await studio.KeepFileAsync(session, "dot.png", new MemoryStream(Samples.Pixel), null, Cancel);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { ["photo"] = VariableFile.Write(dot.Hash, "photo.png") }, Cancel);

        await rig.SendAsync("See {{photo:file}}", session);
        (await rig.Google.NextCallAsync()).Finish();

        var names = (await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0].OtherParts.Select(p => (string?)JsonNode.Parse(p)!["fileData"]!["displayName"]);
        Assert.Equal(["dot.png", "photo.png"], names);
    }

    [Fact]
    public async Task An_added_turn_and_a_waiting_message_have_their_file_too()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var photo = await studio.KeepFileAsync(null, "photo.png", new MemoryStream(Samples.Pixel), null, Cancel);
        await studio.SaveVariablesAsync(session, new Dictionary<string, string> { ["photo"] = VariableFile.Write(photo.Hash, photo.Name) }, Cancel);
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "See {{photo:file}}", Cancel);
        Assert.Null(await studio.AddTurnAsync(session, Guid.NewGuid(), 1, "user", StudioRig.Settings, Cancel));
        Assert.Contains($"studio:{photo.Hash}", Assert.Single((await studio.OpenSessionAsync(session, 40, Cancel))!.Turns[0].OtherParts), StringComparison.Ordinal);

        await studio.SaveDraftAsync(session, DraftStore.Composer, 2, "And {{photo:file}}", Cancel);
        Assert.Null(await studio.EnqueueAsync(session, Guid.NewGuid(), 2, Cancel)); // nothing runs, so it goes at once
        var call = await rig.Google.NextCallAsync();
        call.Finish();

        Assert.Equal(2, call.Body.Split("inlineData").Length - 1);
    }

    private static string[] Said(string body) =>
    [
        .. JsonNode.Parse(body)!["contents"]!.AsArray()[^1]!["parts"]!.AsArray().Select(p => (string?)p!["text"] ?? (string)p["inlineData"]!["data"]!),
    ];
}
