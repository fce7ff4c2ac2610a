using System.Text;
using GeminiStudio.Gemini.Tests.Support;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class GeminiChunkReaderTests
{
    [Fact]
    public void Every_field_that_the_product_acts_on_is_read()
    {
        var chunk = Read("""
            {"candidates": [{"content": {"parts": [{"text": "a\u00e9\ud83d\ude00\n"}, {"text": "t", "thought": true}], "role": "model"},
              "finishReason": "MAX_TOKENS", "finishMessage": "why", "index": 0, "safetyRatings": [ ], "groundingMetadata": {"x": 1}}],
             "promptFeedback": {"safetyRatings": [], "blockReason": "SAFETY"}, "modelVersion": "m", "responseId": "r",
             "usageMetadata": {"promptTokenCount": 9, "cachedContentTokenCount": 4, "candidatesTokenCount": 5, "thoughtsTokenCount": 7,
              "toolUsePromptTokenCount": 2, "totalTokenCount": 23, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1}, {"modality": "AUDIO", "tokenCount": 8}],
              "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 3}], "serviceTier": "standard"}}
            """);

        Assert.Equal(["aé😀\n", "t"], chunk.Parts.Select(p => p.Text));
        Assert.Equal([false, true], chunk.Parts.Select(p => p.IsThought));
        Assert.Equal(("MAX_TOKENS", "why", "SAFETY", "m", "r"), (chunk.FinishReason, chunk.FinishMessage, chunk.BlockReason, chunk.ModelVersion, chunk.ResponseId));
        Assert.Equal("""{"safetyRatings": [ ],"groundingMetadata": {"x": 1}}""", chunk.CandidateExtras!.Value.Utf8());
        Assert.Equal(
            new GeminiUsage { PromptTokens = 9, CachedTokens = 4, CandidatesTokens = 5, ThoughtsTokens = 7, ToolUsePromptTokens = 2, TotalTokens = 23, PromptAudioTokens = 8, CandidatesImageTokens = 3 },
            chunk.Usage);
    }

    [Fact]
    public void A_part_keeps_its_bytes_exactly_as_they_came()
    {
        const string part = """{ "functionCall" : {"args":{"n":1.0,"big":12345678901234567890,"s":"\u00e9/\/"},  "name":"f"}, "thoughtSignature":"ab+/=" }""";

        var chunk = Read($$$"""{"candidates":[{"content":{"parts":[ {{{part}}} ,{"text":""}]}}]}""");

        Assert.Equal(part, chunk.Parts[0].Json.Utf8());
        Assert.True(chunk.Parts[0].HasSignature);
        Assert.Null(chunk.Parts[0].Text);
        Assert.Equal("", chunk.Parts[1].Text);
    }

    [Theory]
    [InlineData("""{"text":"a"}""", true)]
    [InlineData("""{"text":"a","thought":true}""", true)]
    [InlineData("""{"text":"","thoughtSignature":"YQ=="}""", false)]
    [InlineData("""{"text":"a","somethingNew":{}}""", false)]
    [InlineData("""{"inlineData":{"data":"YQ=="}}""", false)]
    [InlineData("{}", false)]
    public void Only_unsigned_text_without_siblings_may_be_merged(string part, bool isPlain)
    {
        Assert.Equal(isPlain, Read($$$"""{"candidates":[{"content":{"parts":[{{{part}}}]}}]}""").Parts[0].IsPlainText);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"candidates":[]}""", 0)]
    [InlineData("""{"candidates":null}""", 0)]
    [InlineData("""{"candidates":[{}]}""", 1)]
    [InlineData("""{"candidates":[{"content":{}}]}""", 1)]
    [InlineData("""{"candidates":[{"content":null,"finishReason":null,"index":null}]}""", 1)]
    [InlineData("""{"candidates":[{"content":{"role":"model"}}]}""", 1)]
    [InlineData("""{"candidates":[{"content":{"parts":[]}}]}""", 1)]
    [InlineData("""{"candidates":[{"content":{"parts":null}}],"usageMetadata":null,"promptFeedback":null}""", 1)]
    [InlineData("""{"candidates":[{"content":{"parts":[null,1,"x"]}}, 5],"modelVersion":7,"responseId":{"a":[1]}}""", 1)]
    public void An_answer_with_nothing_in_it_is_read_as_that(string json, int candidates)
    {
        var chunk = Read(json);

        Assert.Empty(chunk.Parts);
        Assert.Equal(candidates, chunk.CandidateCount);
        Assert.Equal(candidates > 0, chunk.HasCandidate);
        Assert.Null(chunk.FinishReason);
        Assert.Null(chunk.Usage);
        Assert.Null(chunk.CandidateExtras);
    }

    [Fact]
    public void Unknown_reasons_and_fields_are_kept_as_words()
    {
        var chunk = Read("""{"new":{"a":[1,{}]},"candidates":[{"finishReason":"ESCALATION","index":0}],"promptFeedback":{"blockReason":"NEW_ONE"}}""");

        Assert.Equal("ESCALATION", chunk.FinishReason);
        Assert.Equal("NEW_ONE", chunk.BlockReason);
    }

    [Fact]
    public void Of_several_candidates_the_one_with_index_0_is_taken()
    {
        var chunk = Read("""{"candidates":[{"index":1,"content":{"parts":[{"text":"b"}]}},{"content":{"parts":[{"text":"a"}]}},{"index":2}]}""");

        Assert.Equal("a", chunk.Parts[0].Text);
        Assert.Equal(3, chunk.CandidateCount);
    }

    [Theory]
    [InlineData(0, "a", "b,c")]
    [InlineData(1, "b", "a,c")]
    [InlineData(2, "c", "b,a")]
    [InlineData(7, "", "b,a,c")]
    public void A_response_with_several_candidates_is_taken_apart(int index, string own, string others)
    {
        var chunk = Read("""{"candidates":[{"index":1,"content":{"parts":[{"text":"b"}]}},{"content":{"parts":[{"text":"a"}]}},{"index":2,"content":{"parts":[{"text":"c"}]}}],"responseId":"r"}""");

        var split = CandidateSplit.Only(chunk, index);

        Assert.Equal((own, index, "r"), (string.Concat(split.Parts.Select(p => p.Text)), split.CandidateIndex, split.ResponseId));
        Assert.Equal(others, string.Join(',', CandidateSplit.Others(chunk, index)
            .Select(json => Read($$"""{"candidates":[{{json.Utf8()}}]}""").Parts[0].Text)));
    }

    [Theory]
    [InlineData("-5", 0)]
    [InlineData("99999999999", 0)]
    [InlineData("1e300", 0)]
    [InlineData("\"64\"", 64)]
    [InlineData("12.0", 12)]
    [InlineData("\"x\"", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    public void A_count_that_cannot_be_one_is_0(string count, int expected)
    {
        Assert.Equal(expected, Read($$$"""{"usageMetadata":{"totalTokenCount":{{{count}}}}}""").Usage!.TotalTokens);
    }

    [Fact]
    public void Broken_characters_become_replacement_characters()
    {
        byte[] json = [.. """{"candidates":[{"content":{"parts":[{"text":"a"""u8, 0xFF, 0xC3, .. """b"},{"text":"x\ud83dy\uDC00\"\\\t"}]}}]}"""u8];

        var chunk = GeminiChunkReader.Read(json);

        Assert.Equal("a\uFFFD\uFFFDb", chunk.Parts[0].Text);
        Assert.Equal("x\uFFFDy\uFFFD\"\\\t", chunk.Parts[1].Text);
    }

    [Fact]
    public void Arguments_nested_two_hundred_deep_are_read()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));

        Assert.Single(Read($$$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"args":{"a":{{{{deep}}}}}}}]}}]}""").Parts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a")]
    [InlineData("{\"candidates\":[}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":tru}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u12\"}")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("<html>")]
    [InlineData("{\"usageMetadata\":{\"totalTokenCount\":}}")]
    public void What_is_not_a_JSON_object_is_a_protocol_failure(string json)
    {
        var failure = Assert.Throws<GeminiException>(() => Read(json));

        Assert.Equal(GeminiErrorKind.Protocol, failure.Kind);
    }

    [Fact]
    public void A_malformed_answer_is_kept_short_and_without_keys()
    {
        var failure = Assert.Throws<GeminiException>(() => Read("{\"k\":\"" + Calls.Key + "\"," + new string('é', 9000)));

        Assert.DoesNotContain("CANARY", failure.RawBody, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(failure.RawBody!), 4000, 4096);
    }

    private static GeminiChunk Read(string json) => GeminiChunkReader.Read(Encoding.UTF8.GetBytes(json));
}
