using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>Search, code, addresses, attachments, pictures and speech.</summary>
public sealed class ToolAnswerTests
{
    [Theory]
    [InlineData("Explain how rivers flow")]
    [InlineData("Erkläre, wie Flüsse fließen – auf Deutsch, für Ängström ☃")]
    public async Task Search_cites_its_sources_by_bytes_of_UTF_8(string prompt)
    {
        await using var session = await StartAsync();
        var body = With(prompt, "googleSearch");

        var events = await session.EventsAsync(body);

        var text = string.Concat(events.Select(TextOf));
        var grounding = events[^1]["candidates"]![0]!["groundingMetadata"]!;
        var bytes = Encoding.UTF8.GetBytes(text);
        var chunks = grounding["groundingChunks"]!.AsArray();
        Assert.NotEmpty(chunks);
        Assert.NotEmpty(grounding["webSearchQueries"]!.AsArray());
        Assert.Contains("<a class=\"chip\"", Text(grounding["searchEntryPoint"]!["renderedContent"]), StringComparison.Ordinal);
        Assert.NotEmpty(grounding["groundingSupports"]!.AsArray());
        Assert.All(grounding["groundingSupports"]!.AsArray(), support =>
        {
            var segment = support!["segment"]!;
            var start = segment["startIndex"]?.GetValue<int>() ?? 0;
            Assert.Equal(Text(segment["text"]), Encoding.UTF8.GetString(bytes[start..segment["endIndex"]!.GetValue<int>()]));
            Assert.All(support["groundingChunkIndices"]!.AsArray(), i => Assert.InRange(i!.GetValue<int>(), 0, chunks.Count - 1));
        });
    }

    [Fact]
    public async Task The_servers_own_search_is_shown_where_functions_stand_beside_it()
    {
        await using var session = await StartAsync();
        var body = With("Explain how rivers flow", "googleSearch");
        body["toolConfig"] = new JsonObject { ["includeServerSideToolInvocations"] = true };

        var parts = (await session.AnswerAsync(body))["candidates"]![0]!["content"]!["parts"]!.AsArray();

        Assert.Equal("GOOGLE_SEARCH_WEB", Text(parts[0]!["toolCall"]!["toolType"]));
        Assert.Equal(Text(parts[0]!["toolCall"]!["id"]), Text(parts[1]!["toolResponse"]!["id"]));
    }

    [Theory]
    [InlineData("Compute 12 * (3 + 4)", "result = 12 * (3 + 4)", "84\n", "OUTCOME_OK")]
    [InlineData("What is the average of 2, 4 and 9?", "sum(numbers) / len(numbers)", "5\n", "OUTCOME_OK")]
    [InlineData("List the first 5 primes", "primes.append(n)", "[2, 3, 5, 7, 11]\n", "OUTCOME_OK")]
    [InlineData("Calculate 7 / 0", "result = 7 / 0", "ZeroDivisionError", "OUTCOME_FAILED")]
    public async Task Code_is_shown_with_the_result_that_it_has(string prompt, string code, string output, string outcome)
    {
        await using var session = await StartAsync();

        var parts = (await session.AnswerAsync(With(prompt, "codeExecution")))["candidates"]![0]!["content"]!["parts"]!.AsArray();

        Assert.Equal("PYTHON", Text(parts[0]!["executableCode"]!["language"]));
        Assert.Contains(code, Text(parts[0]!["executableCode"]!["code"]), StringComparison.Ordinal);
        Assert.Equal(outcome, Text(parts[1]!["codeExecutionResult"]!["outcome"]));
        Assert.Contains(output, Text(parts[1]!["codeExecutionResult"]!["output"]), StringComparison.Ordinal);
        Assert.NotEmpty(Text(parts[2]!["text"]));
    }

    [Fact]
    public async Task Each_address_gets_a_status_of_its_own()
    {
        await using var session = await StartAsync();

        var answer = await session.AnswerAsync(With("Compare https://example.org/a, https://paywall.example.org/b and https://nowhere.invalid/c.", "urlContext"));

        Assert.Equal(
            ["https://example.org/a SUCCESS", "https://paywall.example.org/b PAYWALL", "https://nowhere.invalid/c ERROR"],
            answer["candidates"]![0]!["urlContextMetadata"]!["urlMetadata"]!.AsArray()
                .Select(u => $"{Text(u!["retrievedUrl"])} {Text(u["urlRetrievalStatus"])["URL_RETRIEVAL_STATUS_".Length..]}"));
    }

    [Fact]
    public async Task A_picture_is_a_real_PNG_in_the_shape_asked_for_and_can_be_shown_back()
    {
        await using var session = await StartAsync();
        var body = Ask("Paint a lighthouse at dusk");
        body["generationConfig"] = JsonNode.Parse("""{"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"16:9"}}""");

        var answer = await session.AnswerAsync(body, "gemini-3.1-flash-image");

        var parts = answer["candidates"]![0]!["content"]!["parts"]!.AsArray();
        var image = parts[^1]!["inlineData"]!;
        Assert.Equal("image/png", Text(image["mimeType"]));
        Assert.Contains("lighthouse", Text(parts[0]!["text"]), StringComparison.Ordinal);
        Assert.Equal("IMAGE", Text(answer["usageMetadata"]!["candidatesTokensDetails"]![0]!["modality"]));
        Assert.Contains("a PNG image, 256 × 144 pixels", TextOf(await session.AnswerAsync(Attached("What is in this image?", "image/png", Convert.FromBase64String(Text(image["data"]))))), StringComparison.Ordinal);
        Assert.Equal(image.ToJsonString(), (await session.AnswerAsync(body, "gemini-3.1-flash-image"))["candidates"]![0]!["content"]!["parts"]!.AsArray()[^1]!["inlineData"]!.ToJsonString());
    }

    [Fact]
    public async Task Speech_is_raw_PCM_as_long_as_its_words()
    {
        await using var session = await StartAsync();
        var body = Ask("Say hello to everybody");
        body["generationConfig"] = JsonNode.Parse("""{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}}""");

        var events = await session.EventsAsync(body, "gemini-3.8-flash-tts");

        var audio = events[0]["candidates"]![0]!["content"]!["parts"]![0]!["inlineData"]!;
        Assert.Equal("audio/L16;codec=pcm;rate=24000", Text(audio["mimeType"]));
        Assert.InRange(Convert.FromBase64String(Text(audio["data"])).Length / 48_000.0, 0.5, 3);
        Assert.Equal("STOP", FinishReasonOf(events[^1]));
    }

    [Fact]
    public async Task It_tells_what_it_sees_of_an_attachment()
    {
        await using var session = await StartAsync();
        var wav = Wav(seconds: 2);

        Assert.Contains("a WAV recording, 2 seconds, 62.5 KB", TextOf(await session.AnswerAsync(Attached("What is this?", "audio/wav", wav))), StringComparison.Ordinal);
        Assert.Contains("a PDF, 2 pages, ", TextOf(await session.AnswerAsync(Attached("Describe the file", "application/pdf", "%PDF-1.4\n<</Type /Pages>> <</Type /Page>> <</Type/Page >>"u8.ToArray()))), StringComparison.Ordinal);
        Assert.Contains("a CSV file, 2 lines, 8 bytes", TextOf(await session.AnswerAsync(Attached("", "text/csv", "a,b\n1,2\n"u8.ToArray()))), StringComparison.Ordinal);
        Assert.Contains("an MP4 video, 4 bytes", TextOf(await session.AnswerAsync(Attached("What do you see?", "video/mp4", [0, 0, 0, 0]))), StringComparison.Ordinal);
        Assert.Equal("Unsupported MIME type: application/zip", MessageOf(await session.AnswerAsync(Attached("What is this?", "application/zip", [1]))));
    }

    private static JsonObject With(string prompt, string tool)
    {
        var body = Ask(prompt);
        body["tools"] = new JsonArray(new JsonObject { [tool] = new JsonObject() });
        return body;
    }

    private static JsonObject Attached(string prompt, string mimeType, byte[] bytes)
    {
        var body = Ask(prompt);
        body["contents"]![0]!["parts"]!.AsArray().Add(new JsonObject { ["inlineData"] = new JsonObject { ["mimeType"] = mimeType, ["data"] = Convert.ToBase64String(bytes) } });
        return body;
    }

    private static byte[] Wav(int seconds)
    {
        var data = seconds * 32_000;
        using var wav = new MemoryStream();
        using var writer = new BinaryWriter(wav);
        writer.Write("RIFF"u8);
        writer.Write(36 + data);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(32_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(data);
        writer.Write(new byte[data]);
        return wav.ToArray();
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
