using System.Text.Json.Nodes;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>An answer in a schema keeps its limits, says what the prompt said, and is the same each time.</summary>
public sealed class StructuredAnswerTests
{
    [Fact]
    public async Task JSON_Schema_with_references_constants_and_limits_is_kept()
    {
        var made = await MadeAsync("responseJsonSchema", """
            {"$defs":{"node":{"type":"object","properties":{"label":{"type":"string","minLength":3,"maxLength":5},"children":{"type":"array","items":{"$ref":"#/$defs/node"}}},"required":["label"]}},
             "type":"object","properties":{"tree":{"$ref":"#/$defs/node"},"kind":{"const":"tree"},"size":{"type":"integer","minimum":10,"maximum":12,"multipleOf":2},
             "ratio":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1},"tags":{"type":"array","items":{"enum":["a","b","c"]},"minItems":3,"maxItems":3,"uniqueItems":true},
             "note":{"type":["null","string"]},"code":{"type":"string","pattern":"^[A-Z]{2}-\\d{3}(x|y)$"},"when":{"type":"string","format":"date"},"either":{"oneOf":[{"type":"boolean"}]}},
             "required":["tree","kind","size","ratio","tags","code","when","either"]}
            """);

        Assert.Equal("tree", made["kind"]!.GetValue<string>());
        Assert.Contains(made["size"]!.GetValue<int>(), new[] { 10, 12 });
        Assert.InRange(made["ratio"]!.GetValue<double>(), 0.000001, 0.999999);
        Assert.Equal(["a", "b", "c"], made["tags"]!.AsArray().Select(t => t!.GetValue<string>()).Order());
        Assert.Matches("^[A-Z]{2}-\\d{3}(x|y)$", made["code"]!.GetValue<string>());
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", made["when"]!.GetValue<string>());
        Assert.InRange(made["tree"]!["label"]!.GetValue<string>().Length, 3, 5);
        Assert.InRange(made["tree"]!["children"]![0]!["label"]!.GetValue<string>().Length, 3, 5);
        Assert.IsType<bool>(made["either"]!.GetValue<bool>());
    }

    [Fact]
    public async Task What_the_prompt_says_stands_in_the_answer()
    {
        var made = await MadeAsync("responseSchema", """
            {"type":"OBJECT","properties":{"city":{"type":"STRING"},"email":{"type":"STRING"},"nights":{"type":"INTEGER"},"sentiment":{"type":"STRING","enum":["positive","negative"]}},"required":["city","email","nights","sentiment"]}
            """, "Extract: Book 4 nights for me in Lisbon, mail mira@example.org, a very positive stay.");

        Assert.Equal("""{"city":"Lisbon","email":"mira@example.org","nights":4,"sentiment":"positive"}""", made.ToJsonString());
    }

    [Fact]
    public async Task The_same_question_gets_the_same_instance_and_a_seed_may_change_it()
    {
        const string schema = """{"type":"OBJECT","properties":{"a":{"type":"INTEGER","minimum":0,"maximum":100000},"b":{"type":"STRING"}},"required":["a","b"]}""";

        var first = await MadeAsync("responseSchema", schema);
        var second = await MadeAsync("responseSchema", schema);
        var others = new List<string>();
        for (var seed = 1; seed < 4; seed++)
        {
            others.Add((await MadeAsync("responseSchema", schema, seed: seed)).ToJsonString());
        }

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Contains(others, o => o != first.ToJsonString());
    }

    [Fact]
    public async Task Enum_mode_answers_with_one_of_the_words_as_text()
    {
        await using var session = await StartAsync();
        var body = Ask("Is this review positive?");
        body["generationConfig"] = JsonNode.Parse("""{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING","enum":["positive","neutral","negative"]}}""");

        Assert.Equal("positive", TextOf(await session.AnswerAsync(body)));
    }

    [Fact]
    public async Task A_shape_that_requires_itself_still_ends()
    {
        var made = await MadeAsync("responseJsonSchema", """{"$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"}},"required":["next"]}},"$ref":"#/$defs/n"}""");

        Assert.NotNull(made["next"]);
    }

    private static async Task<JsonNode> MadeAsync(string field, string schema, string prompt = "Give me one", int? seed = null)
    {
        await using var session = await StartAsync();
        var body = Ask(prompt);
        body["generationConfig"] = new JsonObject { ["responseMimeType"] = "application/json", [field] = JsonNode.Parse(schema) };
        if (seed is { } number)
        {
            body["generationConfig"]!["seed"] = number;
        }
        return JsonNode.Parse(TextOf(await session.AnswerAsync(body)))!;
    }
}
