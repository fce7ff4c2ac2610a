using System.Text.Json.Nodes;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class RequestReaderTests
{
    private static readonly ModelCatalog Catalogue = new(new ScriptedGemini(), TimeProvider.System);
    private static readonly RunSettings Now = new() { Model = "gemini-3.8-flash", Seed = 7 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Known_fields_go_to_their_controls_and_unknown_ones_are_kept_as_written()
    {
        var read = Read("""
            {"contents":[{"parts":[{"text":"Hi"}]}],"system_instruction":{"parts":[{"text":"Be brief"}]},
             "generation_config":{"temperature":0.4,"stop_sequences":["END"],"newField":{"a_b":1},"thinking_config":{"thinking_level":"low"}},
             "safety_settings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}],"cachedContent":"cachedContents/1","tools":[{"codeExecution":{}},{"googleMaps":{}}]}
            """);

        Assert.Equal((0.4, "LOW", true, null), (read.Settings.Temperature, read.Settings.ThinkingLevel, read.Settings.CodeExecution, read.Settings.Seed));
        Assert.Equal(["END"], read.Settings.StopSequences);
        Assert.Equal("OFF", read.Settings.Safety["HARM_CATEGORY_HARASSMENT"]);
        Assert.Equal(("Be brief", "Hi"), (read.SystemInstruction, read.Text));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"cachedContent":"cachedContents/1","tools":[{"googleMaps":{}}],"generationConfig":{"newField":{"a_b":1}}}"""),
            JsonNode.Parse(read.Settings.Extra!)), read.Settings.Extra);
        Assert.Equal("Kept as written, beside the controls: cachedContent, generationConfig.newField, tools.", Assert.Single(read.Notes));
    }

    [Theory]
    [InlineData("""{"tools":[{"google_search_retrieval":{"dynamic_retrieval_config":{"mode":"MODE_DYNAMIC"}}}]}""")]
    [InlineData("""{"tools":[{"googleSearchRetrieval":{}}]}""")]
    public void The_old_name_of_the_search_tool_is_renamed_and_said_so(string json)
    {
        var read = Read(json);

        Assert.True(read.Settings.GoogleSearch);
        Assert.Null(read.Settings.Extra);
        Assert.Equal("googleSearchRetrieval is the old name of a tool; it is googleSearch now.", Assert.Single(read.Notes));
    }

    [Theory]
    [InlineData("{\n\"generationConfig\": {\n\"temperature\": 0.4,\n}\n}", "Line 4, column 1: this is no JSON.")]
    [InlineData("[]", "A request is a JSON object: it begins with { and ends with }.")]
    [InlineData("""{"tools":[],"tools":[]}""", "A name stands twice in one object.")]
    [InlineData("""{"generationConfig":{"temperature":"hot"}}""", "A field has a value of the wrong kind: a text where a number belongs, for example.")]
    [InlineData("""{"generationConfig":{"topK":1e99}}""", "A field has a value of the wrong kind: a text where a number belongs, for example.")]
    public void What_is_no_request_is_refused_with_its_line(string json, string expected)
    {
        Assert.Null(RequestReader.Read(json, Now, Catalogue.Find, out var problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void A_value_that_the_model_is_not_sent_stays_as_it_was()
    {
        var read = RequestReader.Read("{}", new RunSettings { Model = "gemini-4-argon", Temperature = 0.3, MaxOutputTokens = 5 }, Catalogue.Find, out _)!;

        Assert.Equal((0.3, null), (read.Settings.Temperature, read.Settings.MaxOutputTokens));
    }

    [Fact]
    public async Task A_request_goes_out_as_it_was_written_and_its_words_to_their_places()
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());

        var changed = await studio.ApplyRequestAsync(session, """{"contents":[{"parts":[{"text":"Hello"}]}],"labels":{"team":"a"},"generationConfig":{"seed":3}}""", Cancel);
        var refused = await studio.ApplyRequestAsync(session, """{"generationConfig":{"temperature":9}}""", Cancel);

        Assert.Null(changed.Problem);
        Assert.Equal("temperature must be from 0 to 2 for Gemini 3.8 Flash.", refused.Problem);
        Assert.Equal("Hello", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
        var shown = await studio.RequestAsync(session, Cancel);
        Assert.Contains("\"team\": \"a\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"seed\": 3", shown, StringComparison.Ordinal);
    }

    private static ReadRequest Read(string json)
    {
        var read = RequestReader.Read(json, Now, Catalogue.Find, out var problem);
        Assert.Null(problem);
        return read!;
    }
}
