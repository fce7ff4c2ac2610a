using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using Xunit;

namespace GeminiStudio.Gemini.Tests.Emulator;

/// <summary>An emulator on a free port and a client that talks to it over real HTTP.</summary>
internal sealed class EmulatorSession : IAsyncDisposable
{
    public const string Flash = "gemini-3.8-flash";

    private EmulatorSession(EmulatorServer server)
    {
        Server = server;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
    }

    public EmulatorServer Server { get; }

    public HttpClient Http { get; }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<EmulatorSession> StartAsync(EmulatorServerOptions? options = null) =>
        new(await EmulatorServer.StartAsync(options ?? new EmulatorServerOptions { Pace = TimeSpan.Zero }, Cancelled));

    /// <summary>A request body with one prompt, or with turns of user and model in their order.</summary>
    public static JsonObject Ask(params string[] turns) => new()
    {
        ["contents"] = new JsonArray([.. turns.Select((text, i) => new JsonObject
        {
            ["role"] = i % 2 == 0 ? "user" : "model",
            ["parts"] = new JsonArray(new JsonObject { ["text"] = text }),
        })]),
    };

    public Task<HttpResponseMessage> PostAsync(string path, string body, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") }, until, Cancelled);

    public Task<HttpResponseMessage> GenerateAsync(JsonObject body, string model = Flash) =>
        PostAsync($"v1beta/models/{model}:generateContent", body.ToJsonString());

    public Task<HttpResponseMessage> StreamAsync(JsonObject body, string model = Flash, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        PostAsync($"v1beta/models/{model}:streamGenerateContent?alt=sse", body.ToJsonString(), until);

    /// <summary>The answer to a request as JSON, whatever its status.</summary>
    public async Task<JsonNode> AnswerAsync(JsonObject body, string model = Flash) => await JsonOfAsync(await GenerateAsync(body, model));

    /// <summary>The text of the answer to some turns.</summary>
    public async Task<string> TextAsync(params string[] turns) => TextOf(await AnswerAsync(Ask(turns)));

    /// <summary>The events of a stream.</summary>
    public async Task<IReadOnlyList<JsonNode>> EventsAsync(JsonObject body, string model = Flash)
    {
        var response = await StreamAsync(body, model);
        return EventsOf(await response.Content.ReadAsStringAsync(Cancelled));
    }

    public static IReadOnlyList<JsonNode> EventsOf(string stream) =>
        [.. stream.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Select(e => JsonNode.Parse(e["data: ".Length..])!)];

    public static async Task<JsonNode> JsonOfAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!;

    public static string TextOf(JsonNode answer) => string.Concat(
        answer["candidates"]![0]!["content"]!["parts"]!.AsArray().Where(p => p!["thought"] is null).Select(p => p!["text"]?.GetValue<string>()));

    public static string? FinishReasonOf(JsonNode answer) => answer["candidates"]?[0]?["finishReason"]?.GetValue<string>();

    public static string MessageOf(JsonNode error) => error["error"]!["message"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
