using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace GeminiStudio.Benchmarks.Rig;

/// <summary>Google's place in a measurement: it answers at once, keeps an exact pace, and writes into a chunk when it was sent.</summary>
/// <remarks>The emulator answers like a model; this one costs as little as it can, so that what is measured is the studio.</remarks>
internal sealed class TimedUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _streams;

    private TimedUpstream(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Streams that were sent to their end.</summary>
    public int Streams => _streams;

    public static async Task<TimedUpstream> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var upstream = new TimedUpstream(app);
        app.Run(upstream.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.EndsWith(":countTokens", StringComparison.Ordinal))
        {
            await WriteAsync(context, """{"totalTokens":10}""");
        }
        else if (!path.EndsWith(":streamGenerateContent", StringComparison.Ordinal))
        {
            await WriteAsync(context, """{"models":[]}""");
        }
        else
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            var prompt = body.RootElement.GetProperty("contents").EnumerateArray().Last().GetProperty("parts").EnumerateArray().Last().GetProperty("text").GetString()!;
            await StreamAsync(context, Script.Read(prompt) ?? new Script("stamps", 1, 0));
        }
    }

    private async Task StreamAsync(HttpContext context, Script script)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var (started, sent) = (Stopwatch.GetTimestamp(), 0);
        foreach (var text in Waiting(script))
        {
            var wait = TimeSpan.FromMilliseconds((sent + 1) * script.EveryMs) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, context.RequestAborted);
            }

            await WriteAsync(context, Event(text(), ++sent, isLast: sent == script.Pieces));
        }

        Interlocked.Increment(ref _streams);
    }

    // A text is made after the wait before it, so that its stamp is the time at which it leaves.
    private static IEnumerable<Func<string>> Waiting(Script script)
    {
        using var texts = script.Texts().GetEnumerator();
        for (var i = 0; i < script.Pieces; i++)
        {
            yield return () => texts.MoveNext() ? texts.Current : "";
        }
    }

    private static string Event(string text, int sent, bool isLast) =>
        $$"""
        data: {"candidates": [{"content": {"parts": [{"text": {{JsonSerializer.Serialize(text)}}}],"role": "model"}{{(isLast ? ",\"finishReason\": \"STOP\"" : "")}},"index": 0}],"usageMetadata": {"promptTokenCount": 10,"candidatesTokenCount": {{sent}},"totalTokenCount": {{sent + 10}}},"modelVersion": "figures"}


        """;

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
