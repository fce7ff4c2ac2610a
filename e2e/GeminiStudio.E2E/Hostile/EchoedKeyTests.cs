using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.E2E.Doors;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Hostile;

/// <summary>Servers and proxies that say the key back in their errors, as they do: it reaches no card, no dialog, no log and no file.</summary>
public sealed class EchoedKeyTests(BrowserFixture browser)
{
    private const string Canary = "q7Canary-0123456789_abcdefghij.KLMNOPQRSTU";

    private static readonly (int Status, string Type, Func<string, string> Body)[] Echoes =
    [
        (400, "application/json", key => Error(400, "INVALID_ARGUMENT", $"Bad request to https://generativelanguage.googleapis.com/v1beta/models/x:streamGenerateContent?key={key}&alt=sse")),
        (400, "application/json", key => Error(400, "INVALID_ARGUMENT", $"API key not valid: {key}. Please pass a valid API key.")),
        (403, "application/json", key => Error(403, "PERMISSION_DENIED", $"Consumer 'api_key:{key}' has been suspended.")),
        (401, "application/json", key => Error(401, "UNAUTHENTICATED", $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + key))}")),
        (429, "application/json", key => Error(429, "RESOURCE_EXHAUSTED", $"Quota of {Uri.EscapeDataString(Uri.EscapeDataString(key))} is used up, limit: 0")),
        (404, "application/json", key => Error(404, "NOT_FOUND", $"No such thing {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key))}")),
        (400, "application/json", key => "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"escaped " + string.Concat(key.Select(c => $"\\u{(int)c:x4}")) + "\"}}"),
        (400, "application/json", key => new JsonObject { ["error"] = new JsonObject { ["code"] = 400, ["status"] = "INVALID_ARGUMENT", ["message"] = "See details.", ["details"] = new JsonArray(
            new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.BadRequest", ["fieldViolations"] = new JsonArray(new JsonObject { ["field"] = $"key={key}", ["description"] = $"x-goog-api-key: {key}" }) },
            new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo", ["reason"] = key, ["metadata"] = new JsonObject { ["k"] = key } }) } }.ToJsonString()),
        (418, "text/html", key => $"<html><body>Request header x-goog-api-key: {key}<a href='?key={string.Concat(key.Select(c => $"%{(int)c:X2}"))}'>{string.Concat(key.Select(c => $"&#{(int)c};"))}</a></body></html>"),
        (200, "text/event-stream", key => $"data: {Error(400, "INVALID_ARGUMENT", $"Backtrace: headers = {{x-goog-api-key={key}}}")}\n\n"),
        (200, "text/event-stream", key => $"data: {{\"not\": json {key}\n\n"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_an_upstream_says_back_is_shown_logged_and_kept_nowhere()
    {
        using var log = new LogLines();
        var frames = new ConcurrentBag<byte[]>();
        var sinks = new List<(string Name, byte[] Bytes)>();
        var hostile = await HostileStudio.StartAsync(builder => builder.UseSetting("GEMINI_API_KEY", Canary).ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        await using (hostile)
        {
            await using var context = await browser.NewContextAsync(Screen.Desktop, hostile.Studio.Address, Cancellation);
            var page = await context.NewPageAsync();
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => frames.Add(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""));
            var playground = new PlaygroundPage(page, new PageWatch(context, hostile.Studio.Address));

            foreach (var (status, type, body) in Echoes)
            {
                await hostile.Studio.ForgetRefusalsAsync(Cancellation);
                hostile.Google.Refuse(status, body, type);
                var session = await hostile.ChatAsync($"Case {sinks.Count}");
                await playground.GoToAsync($"/sessions/{session}");
                await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.Last, "failed");
                sinks.Add(($"card of {status}", Encoding.UTF8.GetBytes(await page.ContentAsync())));
                await page.GetByTestId("turn-raw").Last.ClickAsync();
                await Expect(page.GetByText("Request and response")).ToBeVisibleAsync();
                sinks.Add(($"dialog of {status}", Encoding.UTF8.GetBytes(await page.ContentAsync())));
                var turn = await playground.ModelTurns.Last.GetAttributeAsync("data-turn-id");
                sinks.Add(($"raw of {status}", await (await context.APIRequest.GetAsync($"/api/turns/{turn}/raw")).BodyAsync()));
            }

            foreach (var path in new[] { "/keys", "/usage", "/models" })
            {
                await playground.GoToAsync(path);
                sinks.Add((path, Encoding.UTF8.GetBytes(await page.ContentAsync())));
            }

            foreach (var file in Directory.EnumerateFiles(hostile.Studio.DataDirectory, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
            {
                await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var bytes = new MemoryStream();
                await open.CopyToAsync(bytes, Cancellation);
                sinks.Add((file, bytes.ToArray()));
            }
        }

        sinks.AddRange(frames.Select(f => ("frame", f)));
        sinks.Add(("log", Encoding.UTF8.GetBytes(log.All)));
        Assert.Equal(Echoes.Length, hostile.Google.Bodies.Count);
        Assert.NotEmpty(frames);
        Assert.Contains(sinks, s => s.Name.EndsWith("studio.db", StringComparison.Ordinal));
        Assert.NotEmpty(log.All);
        Assert.Empty(sinks.Where(s => KeyTraces.Find(s.Bytes, Canary) is not null).Select(s => $"{s.Name}: {KeyTraces.Find(s.Bytes, Canary)}"));
        Assert.All(Echoes, e => Assert.NotNull(KeyTraces.Find(Encoding.UTF8.GetBytes(e.Body(Canary)), Canary)));
    }

    private static string Error(int code, string status, string message) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["status"] = status, ["message"] = message } }.ToJsonString();
}
