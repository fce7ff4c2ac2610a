using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class ScriptedFaultTests
{
    [Theory]
    [InlineData("!!error 429", 429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).")]
    [InlineData("!!error 500", 500, "INTERNAL", "An internal error has occurred.")]
    [InlineData("!!ERROR 503", 503, "UNAVAILABLE", "The model is overloaded. Please try again later.")]
    [InlineData("!!error 504", 504, "DEADLINE_EXCEEDED", "Deadline expired")]
    [InlineData("!!error 400", 400, "INVALID_ARGUMENT", "Request contains an invalid argument.")]
    [InlineData("!!error 400 key", 400, "INVALID_ARGUMENT", "API key not valid.")]
    [InlineData("!!error 400 location", 400, "FAILED_PRECONDITION", "User location is not supported")]
    [InlineData("!!error 401", 401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")]
    [InlineData("!!error 403", 403, "PERMISSION_DENIED", "The caller does not have permission")]
    [InlineData("!!error 403 leaked", 403, "PERMISSION_DENIED", "Your API key was reported as leaked.")]
    [InlineData("!!error 404", 404, "NOT_FOUND", "Requested entity was not found.")]
    [InlineData("!!error 413", 413, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes.")]
    public async Task An_error_can_be_ordered(string directive, int status, string name, string message)
    {
        await using var session = await StartAsync();

        var response = await session.StreamAsync(Ask("Hello\n" + directive));

        var error = await JsonOfAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(name, error["error"]!["status"]!.GetValue<string>());
        Assert.StartsWith(message, MessageOf(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_gateway_is_a_page()
    {
        await using var session = await StartAsync();

        var response = await session.GenerateAsync(Ask("!!error 502"));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("!!error 429 retry 3.5s", "3.5s", "GenerateRequestsPerMinutePerProjectPerModel-FreeTier")]
    [InlineData("!!error 429 quota", "34.0748242s", "GenerateRequestsPerMinutePerProjectPerModel-FreeTier")]
    [InlineData("!!error 429 daily retry 10s", "10s", "GenerateRequestsPerDayPerProjectPerModel-FreeTier")]
    public async Task A_quota_names_itself_and_how_long_to_wait(string directive, string delay, string quotaId)
    {
        await using var session = await StartAsync();

        var details = (await session.AnswerAsync(Ask(directive)))["error"]!["details"]!.AsArray();

        var failure = Detail(details, "QuotaFailure")["violations"]![0]!;
        Assert.Equal(quotaId, failure["quotaId"]!.GetValue<string>());
        Assert.Equal(Flash, failure["quotaDimensions"]!["model"]!.GetValue<string>());
        Assert.Equal(delay, Detail(details, "RetryInfo")["retryDelay"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_error_with_times_passes_after_so_many_tries_of_the_same_text()
    {
        await using var session = await StartAsync();
        var body = Ask("Hello\n!!error 503 times 2");

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await session.StreamAsync(body)).StatusCode);
        }

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], statuses);
        Assert.Equal(3, session.Server.RequestCount("streamGenerateContent"));
    }

    [Fact]
    public async Task A_cut_stream_breaks_the_connection_after_so_many_events()
    {
        await using var session = await StartAsync();

        var response = await session.StreamAsync(Ask("!!words 100\n!!cut 3"), until: HttpCompletionOption.ResponseHeadersRead);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancelled));
        var lines = new List<string>();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(Cancelled) is { } line)
            {
                lines.Add(line);
            }
        });
        Assert.Equal(3, lines.Count(l => l.StartsWith("data: ", StringComparison.Ordinal)));
        var received = Assert.Single(session.Server.Received);
        await received.Ended.WaitAsync(Cancelled);
        Assert.False(received.ClientDisconnected);
    }

    [Fact]
    public async Task A_stream_can_end_early_without_a_finish_reason()
    {
        await using var session = await StartAsync();

        var events = await session.EventsAsync(Ask("!!words 100\n!!eof 5"));

        Assert.Equal(5, events.Count);
        Assert.All(events, e => Assert.Null(FinishReasonOf(e)));
    }

    [Fact]
    public async Task A_stalled_stream_is_silent_until_its_client_leaves()
    {
        await using var session = await StartAsync();
        var response = await session.StreamAsync(Ask("!!words 100\n!!stall 2"), until: HttpCompletionOption.ResponseHeadersRead);
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancelled)))
        {
            for (var line = 0; line < 4; line++)
            {
                Assert.NotNull(await reader.ReadLineAsync(Cancelled));
            }
            Assert.False(session.Server.Received[0].Ended.IsCompleted);
        }

        await session.Server.Received[0].Ended.WaitAsync(Cancelled);

        Assert.True(session.Server.Received[0].ClientDisconnected);
        Assert.Equal(200, session.Server.Received[0].StatusCode);
    }

    [Fact]
    public async Task Stopping_the_emulator_ends_a_stalled_stream()
    {
        var session = await StartAsync();
        await session.StreamAsync(Ask("!!stall 0"), until: HttpCompletionOption.ResponseHeadersRead);

        await session.DisposeAsync();

        Assert.True(session.Server.Received[0].Ended.IsCompleted);
    }

    [Theory]
    [InlineData("!!midstream-error 3 503", "data: {\"error\": {\"code\": 503,")]
    [InlineData("!!midstream-error 3 500 raw", "\r\n\r\n{\n  \"error\": {\n    \"code\": 500,")]
    public async Task An_error_can_come_in_the_middle_of_a_stream(string directive, string error)
    {
        await using var session = await StartAsync();

        var response = await session.StreamAsync(Ask("!!words 100\n" + directive));

        var stream = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(error, stream, StringComparison.Ordinal);
        Assert.Equal(3, stream.Split("\"candidates\"").Length - 1);
    }

    [Fact]
    public async Task An_event_can_be_broken_json()
    {
        await using var session = await StartAsync();

        var response = await session.StreamAsync(Ask("!!words 20\n!!malformed 1"));

        var blocks = (await response.Content.ReadAsStringAsync(Cancelled)).Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(blocks[1]["data: ".Length..]));
        Assert.Equal("STOP", FinishReasonOf(JsonNode.Parse(blocks[^1]["data: ".Length..])!));
    }

    [Fact]
    public async Task A_redirect_is_answered_with_its_target()
    {
        await using var session = await StartAsync();

        var response = await session.GenerateAsync(Ask("!!redirect http://127.0.0.1:9/elsewhere"));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("http://127.0.0.1:9/elsewhere", response.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("!!wait 2s", 2_000)]
    [InlineData("!!wait-headers 3s", 3_000)]
    [InlineData("!!pace 100ms\n!!say one two\n!!chunks 2", 200)]
    public async Task Pauses_follow_the_clock(string directives, int milliseconds)
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();
        await using var session = await StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero, TimeProvider = time });

        var answer = session.StreamAsync(Ask(directives));
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        Assert.True(time.GetUtcNow() - start >= TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public async Task A_directive_that_cannot_be_read_is_refused_by_name()
    {
        await using var session = await StartAsync();

        Assert.Contains("`!!cut soon`", MessageOf(await session.AnswerAsync(Ask("!!cut soon"))), StringComparison.Ordinal);
    }

    private static JsonNode Detail(JsonArray details, string type) =>
        details.Single(d => d!["@type"]!.GetValue<string>() == "type.googleapis.com/google.rpc." + type)!;
}
