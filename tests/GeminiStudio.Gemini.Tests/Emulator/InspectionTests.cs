using System.Net;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Xunit;
using static GeminiStudio.Gemini.Tests.Emulator.EmulatorSession;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class InspectionTests
{
    [Fact]
    public async Task A_request_is_remembered_as_it_was_sent()
    {
        await using var session = await StartAsync();
        session.Http.DefaultRequestHeaders.Add("X-Goog-Api-Key", "secret");

        await session.PostAsync($"v1beta/models/{Flash}:streamGenerateContent?alt=sse&key=other", Ask("Grüße").ToJsonString());

        var received = await session.Server.WaitForRequestAsync(1, Cancelled);
        await received.Ended.WaitAsync(Cancelled);
        Assert.Equal("POST", received.Method);
        Assert.Equal($"/v1beta/models/{Flash}:streamGenerateContent", received.Path);
        Assert.Equal("streamGenerateContent", received.Verb);
        Assert.Equal("?alt=sse", received.Query);
        Assert.Equal("secret", received.Headers["x-goog-api-key"]);
        Assert.Equal("Grüße", JsonNode.Parse(received.Body)!["contents"]![0]!["parts"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(200, received.StatusCode);
        Assert.False(received.ClientDisconnected);
    }

    [Fact]
    public async Task Requests_are_counted_by_verb()
    {
        await using var session = await StartAsync();

        await session.Http.GetAsync("v1/models", Cancelled);
        await session.AnswerAsync(Ask("Hello"));
        await session.AnswerAsync(Ask("Hello"), "nope");

        Assert.Equal(3, session.Server.RequestCount());
        Assert.Equal(2, session.Server.RequestCount("generateContent"));
        Assert.Equal(1, session.Server.RequestCount("list"));
        Assert.Equal([200, 200, 404], session.Server.Received.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task Only_the_latest_requests_are_remembered_but_all_are_counted()
    {
        await using var session = await StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero, RememberedRequests = 2 });

        for (var i = 0; i < 3; i++)
        {
            await session.AnswerAsync(Ask($"Number {i}"));
        }

        Assert.Equal(3, session.Server.RequestCount());
        Assert.Contains("Number 1", session.Server.Received[0].Body, StringComparison.Ordinal);
        Assert.Contains("Number 2", (await session.Server.WaitForRequestAsync(3, Cancelled)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_routes_show_count_and_forget_requests()
    {
        await using var session = await StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero, InspectionRoutes = true });
        await session.AnswerAsync(Ask("Hello"));

        var requests = await GetAsync(session, "__emulator/requests");
        var count = await GetAsync(session, "__emulator/count?verb=generateContent");
        await session.Http.DeleteAsync("__emulator/requests", Cancelled);

        Assert.Equal("generateContent", Assert.Single(requests["requests"]!.AsArray())!["verb"]!.GetValue<string>());
        Assert.Equal(1, count["count"]!.GetValue<int>());
        Assert.Equal(0, (await GetAsync(session, "__emulator/count"))["count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Without_leave_the_routes_do_not_exist()
    {
        await using var session = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await session.Http.GetAsync("__emulator/requests", Cancelled)).StatusCode);
    }

    private static async Task<JsonNode> GetAsync(EmulatorSession session, string path) =>
        JsonNode.Parse(await session.Http.GetStringAsync(path, Cancelled))!;
}
