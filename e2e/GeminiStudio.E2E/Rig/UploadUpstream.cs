using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace GeminiStudio.E2E.Rig;

/// <summary>Stands in Google's place for a story with files: takes uploads in pieces, and answers every prompt with one word.</summary>
internal sealed class UploadUpstream : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _prompts = new();
    private WebApplication? _app;
    private long _received;

    /// <summary>Bodies of the prompts, oldest first.</summary>
    public IReadOnlyList<string> Prompts => [.. _prompts];

    /// <summary>Bytes of files that arrived.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>What answers a prompt: one response object.</summary>
    public string Answer { get; set; } = """{"candidates":[{"content":{"role":"model","parts":[{"text":"Seen."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""";

    public Uri Start()
    {
        if (_app is null)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.Run(AnswerAsync);
            _app.Start();
        }

        return new Uri(_app.Urls.First());
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        var (path, headers) = (context.Request.Path.Value!, context.Response.Headers);
        var command = context.Request.Headers["X-Goog-Upload-Command"].ToString();
        if (command == "start")
        {
            headers["X-Goog-Upload-URL"] = "https://google.example/upload/v1beta/files?upload_id=1";
            headers["X-Goog-Upload-Status"] = "active";
        }
        else if (command.Length > 0)
        {
            var buffer = new byte[64 * 1024];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
            {
                Interlocked.Add(ref _received, count);
            }

            var isLast = command.Contains("finalize", StringComparison.Ordinal);
            headers["X-Goog-Upload-Status"] = isLast ? "final" : "active";
            await context.Response.WriteAsync(isLast ? """{"file":{"name":"files/f1","uri":"https://google.example/v1beta/files/f1","state":"ACTIVE"}}""" : "", context.RequestAborted);
        }
        else if (path.EndsWith(":streamGenerateContent", StringComparison.Ordinal))
        {
            using var reader = new StreamReader(context.Request.Body);
            _prompts.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {Answer}\r\n\r\n", context.RequestAborted);
        }
        else
        {
            using var reader = new StreamReader(context.Request.Body);
            var hasPicture = (await reader.ReadToEndAsync(context.RequestAborted)).Contains("inlineData", StringComparison.Ordinal);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"totalTokens":{{(hasPicture ? 258 : 4)}},"models":[]}""", context.RequestAborted);
        }
    }
}
