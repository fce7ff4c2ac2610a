using System.Text.Json.Nodes;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class ScriptedAnswerTests
{
    [Fact]
    public async Task Say_answers_exactly_that()
    {
        await using var session = await StartAsync();

        Assert.Equal("One\nTwo \\n \"three\" times 3", await session.TextAsync("ignored\n!!say One\\nTwo \\\\n \"three\" times 3"));
    }

    [Fact]
    public async Task Echo_answers_with_the_prompt_without_its_directives()
    {
        await using var session = await StartAsync();

        Assert.Equal("Grüße 👋\nand more", await session.TextAsync("Grüße 👋\n!!echo\nand more"));
    }

    [Fact]
    public async Task Words_that_only_look_like_a_directive_are_text()
    {
        await using var session = await StartAsync();

        Assert.Equal("!!! wow\n!!unheard of\na !!cut 3", await session.TextAsync("!!echo\n!!! wow\n!!unheard of\na !!cut 3"));
    }

    [Fact]
    public async Task Words_and_chars_are_counted_exactly()
    {
        await using var session = await StartAsync();

        Assert.Equal(500, (await session.TextAsync("bridges\n!!words 500")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(20_000, (await session.TextAsync("!!chars 20000")).Length);
    }

    [Fact]
    public async Task Chunks_says_in_how_many_events_the_text_comes()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("!!words 200\n!!chunks 40"));

        Assert.Equal(41, events.Count); // and one that only signs
    }

    [Fact]
    public async Task A_surrogate_pair_is_never_parted()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("!!say 👋👋👋👋👋\n!!chunks 9"));

        Assert.Equal("👋👋👋👋👋", string.Concat(events.Select(TextOf)));
        Assert.DoesNotContain(events, e => TextOf(e).Contains('\uFFFD'));
    }

    [Fact]
    public async Task Giant_sends_one_event_of_that_size()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("!!giant 5MB"));

        Assert.Equal(5 << 20, TextOf(events[0]).Length);
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task Block_refuses_the_prompt_with_status_200()
    {
        await using var session = await StartAsync();

        var only = Assert.Single(await session.EventsAsync(Ask("!!block PROHIBITED_CONTENT")));

        Assert.Equal("PROHIBITED_CONTENT", only["promptFeedback"]!["blockReason"]!.GetValue<string>());
        Assert.Null(only["candidates"]);
        Assert.Equal(7, only["usageMetadata"]!["totalTokenCount"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("!!empty", "[]")]
    [InlineData("!!empty no-candidates", null)]
    [InlineData("!!empty content", """[{"content":{},"finishReason":"STOP","index":0}]""")]
    [InlineData("!!empty no-content", """[{"finishReason":"STOP","index":0}]""")]
    [InlineData("!!empty no-parts", """[{"content":{"role":"model"},"finishReason":"STOP","index":0}]""")]
    public async Task An_answer_can_be_empty_in_many_ways(string directive, string? candidates)
    {
        await using var session = await StartAsync();

        Assert.Equal(candidates, (await session.AnswerAsync(Ask(directive)))["candidates"]?.ToJsonString());
    }

    [Theory]
    [InlineData("!!finish SAFETY", "{}", true)]
    [InlineData("!!finish RECITATION", null, false)]
    [InlineData("!!finish something_new", "{}", false)]
    public async Task A_stopped_answer_loses_the_content_of_its_last_event(string directive, string? content, bool rated)
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("!!say Some words\n" + directive));

        var last = events[^1]["candidates"]![0]!;
        Assert.Equal("Some words", string.Concat(events.SkipLast(1).Select(TextOf)));
        Assert.Equal(directive.Split(' ')[1].ToUpperInvariant(), FinishReasonOf(events[^1]));
        Assert.Equal(content, last["content"]?.ToJsonString());
        Assert.Equal(rated, last["safetyRatings"] is not null);
    }

    [Fact]
    public async Task Max_tokens_can_come_without_any_text()
    {
        await using var session = await StartAsync();

        var only = Assert.Single(await session.EventsAsync(Ask("!!finish MAX_TOKENS empty")));

        Assert.Equal("""{"content":{"role":"model"},"finishReason":"MAX_TOKENS","index":0}""", only["candidates"]![0]!.ToJsonString());
        Assert.Null(only["usageMetadata"]!["candidatesTokenCount"]);
        Assert.True(only["usageMetadata"]!["thoughtsTokenCount"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Calls_come_whole_with_ids_and_one_signature()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("""
            !!call get_weather {"city":"Oslo"}
            !!call get_time
            """));

        var parts = events[0]["candidates"]![0]!["content"]!["parts"]!.AsArray();
        Assert.Equal(["get_weather", "get_time"], parts.Select(p => p!["functionCall"]!["name"]!.GetValue<string>()));
        Assert.Equal("Oslo", parts[0]!["functionCall"]!["args"]!["city"]!.GetValue<string>());
        Assert.Equal(8, parts[0]!["functionCall"]!["id"]!.GetValue<string>().Length);
        Assert.NotNull(parts[0]!["thoughtSignature"]);
        Assert.Null(parts[1]!["thoughtSignature"]);
        Assert.Equal("STOP", FinishReasonOf(events[^1]));
    }

    [Theory]
    [InlineData("!!usage none", null)]
    [InlineData("!!usage zero", """{"promptTokenCount":0,"totalTokenCount":0}""")]
    public async Task Usage_can_be_missing_or_zero(string directive, string? usage)
    {
        await using var session = await StartAsync();

        Assert.Equal(usage, (await session.AnswerAsync(Ask(directive)))["usageMetadata"]?.ToJsonString());
    }

    [Fact]
    public async Task Directives_of_earlier_turns_are_over()
    {
        await using var session = await StartAsync();

        Assert.Contains("“Tell me about boats”", await session.TextAsync("Tell me about boats\n!!error 503 times 1", "Boats float.", "What did I say first?"), StringComparison.Ordinal);
    }
}
