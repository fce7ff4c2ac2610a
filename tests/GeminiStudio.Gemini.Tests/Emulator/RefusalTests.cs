using System.Net;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class RefusalTests
{
    private const string Hello = """{"contents":[{"parts":[{"text":"Hello"}]}]""";

    [Theory]
    [InlineData(""","x":1}""", "", "Invalid JSON payload received. Unknown name \"x\": Cannot find field.")]
    [InlineData(""","generationConfig":{"x":1}}""", "generation_config", "Invalid JSON payload received. Unknown name \"x\" at 'generation_config': Cannot find field.")]
    [InlineData(""","thinkingConfig":{}}""", "", "Invalid JSON payload received. Unknown name \"thinkingConfig\": Cannot find field.")]
    [InlineData(""","tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"object","properties":{"city":{"x":1}}}}]}]}""",
        "tools[0].function_declarations[0].parameters.properties[0].value",
        "Invalid JSON payload received. Unknown name \"x\" at 'tools[0].function_declarations[0].parameters.properties[0].value': Cannot find field.")]
    [InlineData(""","generationConfig":{"temperature":"hot"}}""", "generation_config.temperature", "Invalid value at 'generation_config.temperature' (TYPE_FLOAT), \"hot\"")]
    [InlineData(""","safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"NOPE"}]}""", "safety_settings[0].threshold",
        "Invalid value at 'safety_settings[0].threshold' (type.googleapis.com/google.ai.generativelanguage.v1beta.SafetySetting.HarmBlockThreshold), \"NOPE\"")]
    public async Task A_field_that_does_not_fit_is_named_by_its_path(string end, string field, string description)
    {
        await using var session = await StartAsync();

        var response = await session.PostAsync($"v1beta/models/{Flash}:generateContent", Hello + end);

        var error = (await JsonOfAsync(response))["error"]!;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("INVALID_ARGUMENT", error["status"]!.GetValue<string>());
        Assert.Equal(description, error["message"]!.GetValue<string>());
        Assert.Equal("type.googleapis.com/google.rpc.BadRequest", error["details"]![0]!["@type"]!.GetValue<string>());
        var violation = Assert.Single(error["details"]![0]!["fieldViolations"]!.AsArray())!;
        Assert.Equal(field, violation["field"]?.GetValue<string>() ?? "");
        Assert.Equal(description, violation["description"]!.GetValue<string>());
    }

    [Fact]
    public async Task Several_problems_are_listed_together()
    {
        await using var session = await StartAsync();

        var error = await JsonOfAsync(await session.PostAsync($"v1/models/{Flash}:generateContent", Hello + ""","a":1,"b":2}"""));

        Assert.Equal(2, MessageOf(error).Split('\n').Length);
        Assert.Equal(2, error["error"]!["details"]![0]!["fieldViolations"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{}""", "* GenerateContentRequest.contents: contents is not specified\n")]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]},{"role":"model","parts":[{}]}]}""",
        "* GenerateContentRequest.contents[1].parts[0].data: required oneof field 'data' must have one initialized field\n")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"a"}]}]}""", "Please use a valid role: user, model.")]
    [InlineData("""{"contents":[{"role":"system","parts":[{"text":"a"}]}]}""", "Content with system role is not supported. Please use a valid role: user, model.")]
    public async Task Contents_that_make_no_conversation_are_refused(string body, string message)
    {
        await using var session = await StartAsync();

        Assert.Equal(message, MessageOf(await JsonOfAsync(await session.PostAsync($"v1beta/models/{Flash}:generateContent", body))));
    }

    [Theory]
    [InlineData(Flash, "temperature", "2.1", "temperature must be in the range [0.0, 2.0]")]
    [InlineData(Flash, "topP", "-0.1", "top_p must be in the range [0.0, 1.0]")]
    [InlineData(Flash, "topK", "0", "top_k must be positive")]
    [InlineData(Flash, "maxOutputTokens", "65537", "max_output_tokens must be in the range [1, 65536]")]
    [InlineData("gemma-3-4b-it", "maxOutputTokens", "8193", "max_output_tokens must be in the range [1, 8192]")]
    [InlineData(Flash, "stopSequences", """["1","2","3","4","5","6"]""", "at most 5 stop sequences")]
    [InlineData(Flash, "candidateCount", "9", "candidate_count must be in the range [1, 8]")]
    [InlineData("gemini-2.5-flash", "presencePenalty", "0.5", "Penalty is not enabled for models/gemini-2.5-flash")]
    [InlineData(Flash, "logprobs", "3", "Logprobs is not enabled for this model")]
    [InlineData("gemini-2.5-pro", "thinkingConfig", """{"thinkingBudget":0}""", "Budget 0 is invalid. This model only works in thinking mode.")]
    [InlineData("gemini-2.5-flash-lite", "thinkingConfig", """{"thinkingBudget":52428}""", "The thinking budget (52428) is invalid. Please choose a value between 512 and 24576.")]
    [InlineData("gemini-2.5-flash", "thinkingConfig", """{"thinkingLevel":"low"}""", "Thinking level is not supported for this model.")]
    [InlineData(Flash, "thinkingConfig", """{"thinkingLevel":"LOW","thinkingBudget":5}""", "You can only set only one of thinking budget and thinking level.")]
    [InlineData(Flash, "thinkingConfig", """{"thinkingLevel":"MINIMAL"}""", "Thinking level MINIMAL is not supported for this model.")]
    [InlineData("gemini-4-argon", "thinkingConfig", """{"thinkingBudget":100}""", "Thinking budget is not supported for this model.")]
    public async Task A_setting_that_a_model_does_not_take_is_refused(string model, string name, string value, string message)
    {
        await using var session = await StartAsync();
        var body = Ask("Hello");
        body["generationConfig"] = new JsonObject { [name] = JsonNode.Parse(value) };

        var response = await session.GenerateAsync(body, model);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(message, MessageOf(await JsonOfAsync(response)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gemma_3_refuses_a_system_instruction()
    {
        await using var session = await StartAsync();
        var body = Ask("Hello");
        body["systemInstruction"] = JsonNode.Parse("""{"parts":[{"text":"Be kind."}]}""");

        Assert.Equal("Developer instruction is not enabled for models/gemma-3-27b-it", MessageOf(await session.AnswerAsync(body, "gemma-3-27b-it")));
    }

    [Theory]
    [InlineData("gemini-3-flash")]
    [InlineData("gemini-pro")]
    [InlineData("gemma-3-27b-instruct")]
    [InlineData("gemini-embedding-001")]
    public async Task A_model_that_cannot_answer_is_not_found(string model)
    {
        await using var session = await StartAsync();

        var response = await session.PostAsync($"v1/models/{model}:generateContent", Ask("Hello").ToJsonString());

        var recorded = MessageOf(JsonNode.Parse(RecordedAnswer.Read("unary-failure-unknown-model.json"))!);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(recorded.Replace("gemini-5.0-flash", model, StringComparison.Ordinal), MessageOf(await JsonOfAsync(response))
            .Replace("ModelService.ListModels", "ListModels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_array_stream_wraps_its_error_in_an_array()
    {
        await using var session = await StartAsync();

        var response = await session.PostAsync("v1/models/nope:streamGenerateContent", Ask("Hello").ToJsonString());

        Assert.Equal(404, (await JsonOfAsync(response))[0]!["error"]!["code"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("v1beta/nothing")]
    [InlineData("v2/models")]
    [InlineData("v1/models/models/gemini-3.8-flash")]
    public async Task An_unknown_path_gets_the_page_of_Google(string path)
    {
        await using var session = await StartAsync();

        var response = await session.Http.GetAsync(path, Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Error 404 (Not Found)!!1", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var session = await StartAsync(new EmulatorServerOptions { MaxRequestBytes = 1_000 });

        var response = await session.GenerateAsync(Ask(new string('x', 1_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("Request payload size exceeds the limit: 1000 bytes.", MessageOf(await JsonOfAsync(response)));
    }
}
