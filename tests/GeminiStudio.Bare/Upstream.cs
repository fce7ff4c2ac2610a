using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GeminiStudio.Bare;

/// <summary>The shortest ways to the upstream: bytes copied through, or the text of each event.</summary>
internal sealed class Upstream(HttpClient http)
{
    private const string Path = "/v1beta/models/bare:streamGenerateContent?alt=sse";

    /// <summary>Copies an answer as it comes.</summary>
    public static async Task PassAsync(string path, HttpContext context, HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{path}{context.Request.QueryString}") { Content = new StreamContent(context.Request.Body) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>The text of each event of the answer to this prompt.</summary>
    public async IAsyncEnumerable<string> ReadAsync(string prompt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = new { contents = new[] { new { role = "user", parts = new[] { new { text = prompt } } } } };
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(body) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var chunk = JsonDocument.Parse(line.AsMemory(6));
                yield return chunk.RootElement.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString()!;
            }
        }
    }
}
