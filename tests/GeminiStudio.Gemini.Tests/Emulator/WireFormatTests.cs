using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Wire;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class WireFormatTests
{
    [Theory]
    [InlineData("streaming-success-basic-reply-short.txt")]
    [InlineData("streaming-success-basic-reply-long.txt")]
    [InlineData("streaming-success-thinking-reply-thought-summary.txt")]
    [InlineData("streaming-success-citations.txt")]
    public void An_event_is_written_byte_for_byte_as_Google_writes_it(string recording)
    {
        var events = RecordedAnswer.Events(recording).ToList();

        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Equal(e, GoogleJson.OneLine(JsonNode.Parse(e)!)));
    }

    [Theory]
    [InlineData("unary-success-thinking-reply-thought-summary.json")]
    [InlineData("unary-failure-api-key.json")]
    [InlineData("unary-failure-unknown-model.json")]
    [InlineData("streaming-failure-image-rejected.txt")]
    public void A_whole_answer_is_laid_out_as_Google_lays_it_out(string recording)
    {
        var text = RecordedAnswer.Read(recording).TrimEnd();

        Assert.Equal(text, GoogleJson.Pretty(JsonNode.Parse(text)!).TrimEnd());
    }

    [Fact]
    public async Task A_stream_is_data_lines_with_blank_lines_between_and_nothing_else()
    {
        await using var session = await StartAsync();

        var response = await session.StreamAsync(Ask("!!say Two words\n!!chunks 2"), "gemini-2.5-flash-lite");

        var id = EventsOf(await response.Content.ReadAsStringAsync(Cancelled))[0]["responseId"]!.GetValue<string>();
        const string prompt = "\"promptTokenCount\": 7,";
        const string rest = "\"promptTokensDetails\": [{\"modality\": \"TEXT\",\"tokenCount\": 7}],\"serviceTier\": \"standard\"}";
        var tail = $"\"modelVersion\": \"gemini-2.5-flash-lite\",\"responseId\": \"{id}\"}}\r\n\r\n";
        Assert.Equal(
            $$"""data: {"candidates": [{"content": {"parts": [{"text": "Two "}],"role": "model"},"index": 0}],"usageMetadata": {{{prompt}}"candidatesTokenCount": 1,"totalTokenCount": 8,{{rest}},{{tail}}"""
            + $$"""data: {"candidates": [{"content": {"parts": [{"text": "words"}],"role": "model"},"finishReason": "STOP","index": 0}],"usageMetadata": {{{prompt}}"candidatesTokenCount": 3,"totalTokenCount": 10,{{rest}},{{tail}}""",
            await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task A_stream_comes_with_the_headers_of_Google()
    {
        await using var session = await StartAsync();

        var response = await session.StreamAsync(Ask("Hello"));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.ToString());
        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal(["Origin", "X-Origin", "Referer"], response.Headers.Vary);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("standard", Assert.Single(response.Headers.GetValues("X-Gemini-Service-Tier")));
        Assert.False(response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task Without_alt_sse_a_stream_is_one_array_that_grows()
    {
        await using var session = await StartAsync();

        var response = await session.PostAsync($"v1/models/{Flash}:streamGenerateContent", Ask("!!say One two\n!!chunks 2").ToJsonString());

        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.StartsWith("[{\n", text, StringComparison.Ordinal);
        Assert.Contains("}\n,\r\n{", text, StringComparison.Ordinal);
        Assert.Equal(3, JsonNode.Parse(text)!.AsArray().Count);
        Assert.Equal("application/json; charset=UTF-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Thoughts_come_first_then_text_then_a_signed_empty_part()
    {
        await using var session = await StartAsync();
        var body = Ask("!!thoughts 2\n!!say Mountain View\n!!chunks 1");
        body["generationConfig"] = new JsonObject { ["thinkingConfig"] = new JsonObject { ["includeThoughts"] = true } };

        var parts = (await session.EventsAsync(body)).Select(e => e["candidates"]![0]!["content"]!["parts"]![0]!).ToList();

        Assert.Equal(4, parts.Count);
        Assert.All(parts[..2], p => Assert.True(p["thought"]!.GetValue<bool>()));
        Assert.All(parts[..2], p => Assert.Matches(@"^\*\*[^*]+\*\*\n\n.+\n\n\n$", p["text"]!.GetValue<string>()));
        Assert.Equal("Mountain View", parts[2]["text"]!.GetValue<string>());
        Assert.Equal("", parts[3]["text"]!.GetValue<string>());
        Assert.NotEmpty(Convert.FromBase64String(parts[3]["thoughtSignature"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_event_has_no_field_that_a_recorded_one_lacks()
    {
        await using var session = await StartAsync();
        var body = Ask("Why is the sky blue?");
        body["generationConfig"] = new JsonObject { ["thinkingConfig"] = new JsonObject { ["includeThoughts"] = true } };

        var ours = (await session.EventsAsync(body, "gemini-2.5-flash")).SelectMany(Paths).ToHashSet();

        var recorded = RecordedAnswer.Events("streaming-success-thinking-reply-thought-summary.txt").SelectMany(e => Paths(JsonNode.Parse(e)!)).ToHashSet();
        recorded.Add(".usageMetadata.serviceTier"); // newer than the recording
        Assert.Empty(ours.Except(recorded));
        Assert.Empty(recorded.Except(ours));
    }

    private static IEnumerable<string> Paths(JsonNode node) => Paths(node, "");

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(m => Paths(m.Value, $"{path}.{m.Key}")),
        JsonArray items => items.SelectMany(i => Paths(i, path + "[]")),
        _ => [path],
    };
}
