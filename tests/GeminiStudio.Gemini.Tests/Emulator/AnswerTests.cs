using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class AnswerTests
{
    private const string Closing = "*Written by the demo emulator, not by Gemini.*";

    [Theory]
    [InlineData("What is 17*23?", "17 × 23 = **391**")]
    [InlineData("what is 2 plus 3 times 4", "= **14**")]
    [InlineData("Calculate (2 + 3)^2 / 4 - 1", "= **5.25**")]
    [InlineData("What is the capital of Norway?", "**Oslo**")]
    [InlineData("Write a C# function for Fibonacci numbers", "```csharp\nstatic long Fibonacci")]
    [InlineData("Write a Python function that reverses a string", "```python\ndef reverse")]
    [InlineData("Show me FizzBuzz in JavaScript", "```javascript\n")]
    [InlineData("Write an SQL query for top customers", "```sql\nSELECT")]
    [InlineData("Make a table comparing tea and coffee", "| Aspect | tea | coffee |\n|---|---|---|\n")]
    [InlineData("Give me the quadratic formula", "$$x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$$")]
    [InlineData("Explain how bridges carry loads", "## Bridges carry loads\n\n")]
    [InlineData("Write a poem about the sea", "the sea")]
    [InlineData("Translate 'good morning' to French", "**Bonjour**")]
    public async Task The_answer_fits_the_prompt(string prompt, string expected)
    {
        await using var session = await StartAsync();

        Assert.Contains(expected, await session.TextAsync(prompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_as_many_points_as_were_asked_for()
    {
        await using var session = await StartAsync();

        Assert.Equal(7, (await session.TextAsync("List 7 tips for learning chess")).Split('\n').Count(l => l.StartsWith("- ", StringComparison.Ordinal)));
        Assert.Contains("\n3. ", await session.TextAsync("Give me three steps to bake bread"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_in_words_is_kept_roughly()
    {
        await using var session = await StartAsync();

        Assert.InRange((await session.TextAsync("Write about 500 words about friendship")).Split(' ').Length, 400, 600);
    }

    [Theory]
    [InlineData("My name is Mira", "What is my name?", "Mira")]
    [InlineData("My favourite colour is green", "What is my favourite colour?", "green")]
    [InlineData("Tell me about volcanoes", "What did I say first?", "“Tell me about volcanoes”")]
    [InlineData("Tell me about volcanoes", "Why?", "Coming back to volcanoes")]
    [InlineData("Tell me all of bridges", "Why?", "Coming back to bridges")]
    public async Task It_remembers_what_was_said_before(string first, string second, string expected)
    {
        await using var session = await StartAsync();

        Assert.Contains(expected, await session.TextAsync(first, "Fine.", second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_answer_of_a_session_says_who_wrote_it()
    {
        await using var session = await StartAsync();

        Assert.EndsWith(Closing, await session.TextAsync("Hello"), StringComparison.Ordinal);
        Assert.DoesNotContain(Closing, await session.TextAsync("Hello", "Hi!", "Tell me about boats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_system_instruction_is_followed()
    {
        await using var session = await StartAsync();

        var ended = TextOf(await session.AnswerAsync(WithSystem("Tell me about boats", "Always end with \"Over and out\".")));
        var oneSentence = TextOf(await session.AnswerAsync(WithSystem("Tell me about boats", "Answer in one sentence.")));

        Assert.EndsWith("\n\nOver and out", ended, StringComparison.Ordinal);
        Assert.Equal(1, oneSentence.Replace(Closing, "", StringComparison.Ordinal).Count(c => c == '.'));
    }

    [Fact]
    public async Task The_same_question_gets_the_same_answer_and_a_seed_may_change_it()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var other = await StartAsync(new EmulatorServerOptions { Seed = 7, Pace = TimeSpan.Zero });
        var body = Ask("Explain how glaciers shape a landscape in detail");

        var first = await (await one.StreamAsync(body)).Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(first, await (await two.StreamAsync(body)).Content.ReadAsStringAsync(Cancelled));
        Assert.NotEqual(string.Concat(EventsOf(first).Select(TextOf)), TextOf(await other.AnswerAsync(body)));
    }

    [Fact]
    public async Task A_stream_and_a_whole_answer_say_the_same()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("Tell me a story about a lighthouse"));

        Assert.Equal(await session.TextAsync("Tell me a story about a lighthouse"), string.Concat(events.Select(TextOf)));
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_text_before_itself()
    {
        await using var session = await StartAsync();

        var answer = await session.AnswerAsync(WithConfig("!!say one two three", "stopSequences", """["three","two"]"""));

        Assert.Equal("one ", TextOf(answer));
        Assert.Equal("STOP", FinishReasonOf(answer));
    }

    [Fact]
    public async Task Max_output_tokens_cuts_and_counts_the_thoughts()
    {
        await using var session = await StartAsync();

        var answer = await session.AnswerAsync(WithConfig("!!words 500", "maxOutputTokens", "100"));

        var usage = answer["usageMetadata"]!;
        Assert.Equal("MAX_TOKENS", FinishReasonOf(answer));
        Assert.Equal(100, usage["candidatesTokenCount"]!.GetValue<int>() + usage["thoughtsTokenCount"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(Flash)]
    [InlineData("gemini-2.5-flash-lite")]
    [InlineData("gemma-3-4b-it")]
    public async Task Token_counts_add_up_in_every_event_and_only_grow(string model)
    {
        await using var session = await StartAsync();

        var usages = (await session.EventsAsync(Ask("Explain how rivers flow"), model)).Select(e => e["usageMetadata"]!).ToList();

        Assert.All(usages, u => Assert.Equal(Count(u, "totalTokenCount"), Count(u, "promptTokenCount") + Count(u, "candidatesTokenCount") + Count(u, "thoughtsTokenCount")));
        Assert.Equal(usages.Select(u => Count(u, "totalTokenCount")).Order(), usages.Select(u => Count(u, "totalTokenCount")));
        Assert.Equal(model == Flash, usages[0]["thoughtsTokenCount"] is not null);
    }

    [Fact]
    public async Task A_schema_gets_an_instance_in_the_order_of_its_properties()
    {
        await using var session = await StartAsync();
        var body = WithConfig("Give me a recipe", "responseSchema", """
            {"type":"OBJECT","properties":{"name":{"type":"STRING"},"rating":{"type":"INTEGER","minimum":1,"maximum":5},
            "kind":{"type":"STRING","enum":["sweet","salty"]},"steps":{"type":"ARRAY","minItems":"2","maxItems":"2","items":{"type":"STRING"}}},
            "propertyOrdering":["kind","name","rating","steps"]}
            """);
        body["generationConfig"]!["responseMimeType"] = "application/json";

        var instance = JsonNode.Parse(TextOf(await session.AnswerAsync(body)))!.AsObject();

        Assert.Equal(["kind", "name", "rating", "steps"], instance.Select(p => p.Key));
        Assert.Contains(instance["kind"]!.GetValue<string>(), new[] { "sweet", "salty" });
        Assert.InRange(instance["rating"]!.GetValue<int>(), 1, 5);
        Assert.Equal(2, instance["steps"]!.AsArray().Count);
    }

    private static int Count(JsonNode usage, string name) => usage[name]?.GetValue<int>() ?? 0;

    private static JsonObject WithSystem(string prompt, string system)
    {
        var body = Ask(prompt);
        body["systemInstruction"] = new JsonObject { ["parts"] = new JsonArray(new JsonObject { ["text"] = system }) };
        return body;
    }

    private static JsonObject WithConfig(string prompt, string name, string value)
    {
        var body = Ask(prompt);
        body["generationConfig"] = new JsonObject { [name] = JsonNode.Parse(value) };
        return body;
    }
}
