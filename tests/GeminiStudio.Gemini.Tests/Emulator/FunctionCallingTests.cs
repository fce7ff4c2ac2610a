using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>The emulator calls what was declared, takes the answers, and refuses what Google refuses.</summary>
public sealed class FunctionCallingTests
{
    private const string Old = "gemini-2.5-flash";

    private const string Functions = """
        [{"functionDeclarations":[
          {"name":"get_weather","description":"Current weather of a city","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"unit":{"type":"STRING","enum":["celsius","fahrenheit"]}},"required":["city"]}},
          {"name":"get_time","description":"Local time of a city","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}},"required":["city"]}},
          {"name":"book_hotel","description":"Books a room","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"nights":{"type":"INTEGER"},"checkIn":{"type":"STRING","format":"date"}},"required":["city","nights"]}}]}]
        """;

    [Fact]
    public async Task The_function_that_fits_is_called_with_values_from_the_prompt()
    {
        await using var session = await StartAsync();

        var call = Assert.Single(CallsOf(await session.AnswerAsync(With("What is the weather in Oslo, in fahrenheit?"))));

        Assert.Equal("get_weather", Text(call["functionCall"]!["name"]));
        Assert.Equal("""{"city":"Oslo","unit":"fahrenheit"}""", call["functionCall"]!["args"]!.ToJsonString());
        Assert.Equal(8, Text(call["functionCall"]!["id"]).Length);
        Assert.NotNull(call["thoughtSignature"]);
    }

    [Fact]
    public async Task Numbers_and_dates_find_their_arguments()
    {
        await using var session = await StartAsync();

        var call = Assert.Single(CallsOf(await session.AnswerAsync(With("Book a hotel in Kyoto for 3 nights from 2026-12-01"))));

        Assert.Equal("""{"city":"Kyoto","nights":3,"checkIn":"2026-12-01"}""", call["functionCall"]!["args"]!.ToJsonString());
    }

    [Fact]
    public async Task Several_cities_are_called_in_parallel_and_only_the_first_call_is_signed()
    {
        await using var session = await StartAsync();

        var calls = CallsOf(await session.AnswerAsync(With("How is the weather in Oslo, Lisbon and Kyoto?")));

        Assert.Equal(["Oslo", "Lisbon", "Kyoto"], calls.Select(c => Text(c["functionCall"]!["args"]!["city"])));
        Assert.Equal([true, false, false], calls.Select(c => c["thoughtSignature"] is not null));
        Assert.Equal(3, calls.Select(c => Text(c["functionCall"]!["id"])).Distinct().Count());
    }

    [Fact]
    public async Task A_prompt_that_says_then_is_worked_off_step_by_step_and_told_at_the_end()
    {
        await using var session = await StartAsync();
        var body = With("Look up the weather in Oslo, then book a hotel in Oslo for 2 nights");

        var steps = new List<string>();
        var answer = await session.AnswerAsync(body);
        while (CallsOf(answer) is { Count: > 0 } calls && steps.Count < 5)
        {
            steps.Add(Text(calls[0]["functionCall"]!["name"]));
            Respond(body, answer, """{"output":{"temperature":12}}""");
            answer = await session.AnswerAsync(body);
        }

        Assert.Equal(["get_weather", "book_hotel"], steps);
        Assert.Contains("`book_hotel` says temperature **12**", TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_no_function_fits_is_answered_in_words()
    {
        await using var session = await StartAsync();

        var answer = await session.AnswerAsync(With("What is 17*23?"));

        Assert.Empty(CallsOf(answer));
        Assert.Contains("391", TextOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"mode":"NONE"}""", "Weather in Oslo?", null)]
    [InlineData("""{"mode":"ANY"}""", "Hello", "get_weather")]
    [InlineData("""{"mode":"ANY","allowedFunctionNames":["get_time"]}""", "Weather in Oslo?", "get_time")]
    [InlineData("""{"mode":"VALIDATED","allowedFunctionNames":["get_time"]}""", "Weather in Oslo?", null)]
    [InlineData("""{"mode":"VALIDATED"}""", "Weather in Oslo?", "get_weather")]
    public async Task The_mode_decides_whether_and_what_is_called(string config, string prompt, string? expected)
    {
        await using var session = await StartAsync();
        var body = With(prompt);
        body["toolConfig"] = new JsonObject { ["functionCallingConfig"] = JsonNode.Parse(config) };

        Assert.Equal(expected, CallsOf(await session.AnswerAsync(body)).Select(c => Text(c["functionCall"]!["name"])).FirstOrDefault());
    }

    [Fact]
    public async Task A_stream_sends_its_calls_before_an_empty_text_that_ends_it()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(With("Weather in Oslo?"));

        Assert.NotNull(events[^2]["candidates"]![0]!["content"]!["parts"]![0]!["functionCall"]);
        Assert.Equal("STOP", FinishReasonOf(events[^1]));
    }

    [Fact]
    public async Task A_model_before_Gemini_3_gives_no_ids_and_signs_nothing()
    {
        await using var session = await StartAsync();

        var call = Assert.Single(CallsOf(await session.AnswerAsync(With("Weather in Oslo?"), Old)));

        Assert.Null(call["thoughtSignature"]);
        Assert.Null(call["functionCall"]!["id"]);
    }

    [Fact]
    public async Task A_call_that_comes_back_without_its_signature_is_refused_in_the_current_turn_only()
    {
        await using var session = await StartAsync();
        var body = With("Weather in Oslo?");
        var answer = await session.AnswerAsync(body);
        Respond(body, answer, "{}");
        body["contents"]![1]!["parts"]![0]!.AsObject().Remove("thoughtSignature");

        var refused = await session.GenerateAsync(body);
        var older = await session.GenerateAsync(body, Old);
        body["contents"]!.AsArray().Add(JsonNode.Parse("""{"role":"model","parts":[{"text":"Cold."}]}"""));
        body["contents"]!.AsArray().Add(JsonNode.Parse("""{"role":"user","parts":[{"text":"Thanks"}]}"""));
        var later = await session.GenerateAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.StartsWith("Function call is missing a thought_signature in functionCall parts.", MessageOf(await JsonOfAsync(refused)), StringComparison.Ordinal);
        Assert.Contains("function call `default_api:get_weather` , position 2", MessageOf(await JsonOfAsync(refused)), StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [older.StatusCode, later.StatusCode]);
    }

    [Fact]
    public async Task As_many_answers_as_calls_are_wanted_in_any_order()
    {
        await using var session = await StartAsync();
        var body = With("How is the weather in Oslo and Lisbon?");
        Respond(body, await session.AnswerAsync(body), "{}");
        var responses = body["contents"]![2]!["parts"]!.AsArray();
        var second = responses[1]!.DeepClone();
        responses.RemoveAt(1);

        var tooFew = await session.GenerateAsync(body);
        responses.Insert(0, second);
        var reversed = await session.GenerateAsync(body);

        Assert.Equal("Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.", MessageOf(await JsonOfAsync(tooFew)));
        Assert.Equal(HttpStatusCode.OK, reversed.StatusCode);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", """{"tools":[{"googleSearch":{}},FUNCTIONS]}""", "Tool use with function calling is unsupported")]
    [InlineData(Flash, """{"tools":[{"googleSearch":{}},FUNCTIONS]}""", "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.")]
    [InlineData("gemini-2.5-flash", """{"tools":[FUNCTIONS],"generationConfig":{"responseMimeType":"application/json"}}""", "Function calling with a response mime type: 'application/json' is unsupported")]
    [InlineData(Flash, """{"tools":[{"googleSearchRetrieval":{}}]}""", "google_search_retrieval is not supported. Please use google_search tool instead.")]
    [InlineData("gemma-3-27b-it", """{"tools":[FUNCTIONS]}""", "Function calling is not enabled for models/gemma-3-27b-it")]
    [InlineData(Flash, """{"tools":[{"functionDeclarations":[{"name":"a b"}]}]}""", "Invalid function name.")]
    [InlineData(Flash, """{"tools":[{"functionDeclarations":[{"name":"a"},{"name":"a"}]}]}""", "Duplicate function declaration found: a")]
    [InlineData(Flash, """{"tools":[{"functionDeclarations":[{"name":"a","parameters":{"type":"OBJECT","properties":{"x":{"$ref":"#/y"}}}}]}]}""", "Unknown name \"$ref\" at 'tools[0].function_declarations[0].parameters.properties[0].value': Cannot find field.")]
    [InlineData(Flash, """{"generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW","thinkingBudget":100}}}""", "You can only set only one of thinking budget and thinking level.")]
    [InlineData(Flash, """{"generationConfig":{"responseModalities":["AUDIO"]}}""", "The requested combination of response modalities (AUDIO) is not supported by the model.")]
    public async Task What_does_not_go_together_is_refused_in_Googles_words(string model, string more, string message)
    {
        await using var session = await StartAsync();
        var body = Ask("Weather in Oslo?");
        foreach (var (name, value) in JsonNode.Parse(more.Replace("FUNCTIONS", JsonNode.Parse(Functions)![0]!.ToJsonString(), StringComparison.Ordinal))!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        var refused = await session.GenerateAsync(body, model);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(message, MessageOf(await JsonOfAsync(refused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_without_a_call_before_it_is_refused()
    {
        await using var session = await StartAsync();
        var body = With("Hello");
        body["contents"]!.AsArray().Add(JsonNode.Parse("""{"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{}}}]}"""));

        Assert.Equal("Please ensure that function response turn comes immediately after a function call turn.", MessageOf(await session.AnswerAsync(body)));
    }

    private static JsonObject With(string prompt)
    {
        var body = Ask(prompt);
        body["tools"] = JsonNode.Parse(Functions);
        return body;
    }

    private static void Respond(JsonObject body, JsonNode answer, string response)
    {
        var content = answer["candidates"]![0]!["content"]!;
        body["contents"]!.AsArray().Add(content.DeepClone());
        var parts = CallsOf(answer).Select(c => new JsonObject
        {
            ["functionResponse"] = new JsonObject { ["id"] = c["functionCall"]!["id"]?.DeepClone(), ["name"] = Text(c["functionCall"]!["name"]), ["response"] = JsonNode.Parse(response) },
        });
        body["contents"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray([.. parts]) });
    }

    private static List<JsonNode> CallsOf(JsonNode answer) =>
        [.. answer["candidates"]![0]!["content"]!["parts"]!.AsArray().OfType<JsonNode>().Where(p => p["functionCall"] is not null)];

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
