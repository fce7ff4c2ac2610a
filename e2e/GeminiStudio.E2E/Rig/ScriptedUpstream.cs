using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GeminiStudio.E2E.Rig;

/// <summary>Stands in Google's place and says exactly what a test wants, also what the emulator would never say.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly WebApplication _app;

    private ScriptedUpstream()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>What was asked to be answered, oldest first.</summary>
    public IReadOnlyList<string> Bodies => [.. _bodies];

    /// <summary>The display names that the list of models has; empty is a list without models.</summary>
    public IReadOnlyList<string> ModelNames { get; init; } = [];

    public static async Task<ScriptedUpstream> StartAsync(CancellationToken cancellationToken, params IEnumerable<string> modelNames)
    {
        var upstream = new ScriptedUpstream { ModelNames = [.. modelNames] };
        await upstream._app.StartAsync(cancellationToken);
        return upstream;
    }

    /// <summary>Answers the next question with these parts.</summary>
    public void Say(string text, string? thought = null, string finishReason = "STOP", string? finishMessage = null)
    {
        var parts = new JsonArray();
        if (thought is not null)
        {
            parts.Add(new JsonObject { ["text"] = thought, ["thought"] = true });
        }

        parts.Add(new JsonObject { ["text"] = text });
        var candidate = new JsonObject { ["content"] = new JsonObject { ["role"] = "model", ["parts"] = parts }, ["finishReason"] = finishReason };
        if (finishMessage is not null)
        {
            candidate["finishMessage"] = finishMessage;
        }

        var chunk = new JsonObject { ["candidates"] = new JsonArray(candidate), ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 1, ["candidatesTokenCount"] = 1, ["totalTokenCount"] = 2 } };
        _answers.Enqueue(context => WriteAsync(context, 200, "text/event-stream", $"data: {chunk.ToJsonString()}\r\n\r\n"));
    }

    /// <summary>Answers the next question with exactly these parts.</summary>
    /// <param name="parts">JSON array.</param>
    public void Answer(string parts) => _answers.Enqueue(context => WriteAsync(
        context, 200, "text/event-stream", $$$"""data: {"candidates":[{"content":{"role":"model","parts":{{{parts}}}},"finishReason":"STOP"}],"usageMetadata":{"totalTokenCount":2}}""" + "\r\n\r\n"));

    /// <summary>Answers the next question with this status and this body, made of the request's key.</summary>
    public void Refuse(int status, Func<string, string> body, string type = "application/json") =>
        _answers.Enqueue(context => WriteAsync(context, status, type, body(context.Request.Headers["x-goog-api-key"].ToString())));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/models", StringComparison.Ordinal))
        {
            var models = ModelNames.Select((name, i) => (JsonNode)new JsonObject
            {
                ["name"] = $"models/hostile-{i}", ["displayName"] = name, ["description"] = name, ["inputTokenLimit"] = 1000, ["outputTokenLimit"] = 1000,
                ["supportedGenerationMethods"] = new JsonArray("generateContent", "countTokens"),
            });
            await WriteAsync(context, 200, "application/json", new JsonObject { ["models"] = new JsonArray([.. models]) }.ToJsonString());
        }
        else if (path.EndsWith(":countTokens", StringComparison.Ordinal))
        {
            await WriteAsync(context, 200, "application/json", "{\"totalTokens\":1}");
        }
        else
        {
            using var reader = new StreamReader(context.Request.Body);
            _bodies.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
            await (_answers.TryDequeue(out var answer) ? answer(context) : WriteAsync(context, 500, "text/plain", "The test has no answer for this."));
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string type, string body)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
