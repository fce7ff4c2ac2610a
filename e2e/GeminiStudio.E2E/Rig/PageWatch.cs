using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace GeminiStudio.E2E.Rig;

/// <summary>
/// Keeps what no story may cause, however well it ends: errors on the console (Chromium writes refusals by the CSP there too),
/// exceptions in scripts, and requests to anybody but the studio.
/// </summary>
internal sealed class PageWatch
{
    private readonly ConcurrentQueue<string> _found = new();
    private readonly ConcurrentBag<string> _expected = [];
    private readonly string _origin;

    public PageWatch(IBrowserContext context, Uri studio)
    {
        _origin = studio.GetLeftPart(UriPartial.Authority);
        context.Console += (_, message) => Note(message.Type is "error" or "assert", $"console: {message.Text} ({message.Location})");
        context.WebError += (_, error) => Note(true, $"script: {error.Error}");
        context.Request += (_, request) => Note(IsForeign(request.Url), $"request to another origin: {request.Method} {request.Url}");
        context.Page += (_, page) => page.WebSocket += (_, socket) => Note(IsForeign(socket.Url), $"socket to another origin: {socket.Url}");
    }

    /// <summary>Lets pass what holds this text: for stories about failures, where the browser itself writes an error.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>What nobody expected, in the order in which it happened.</summary>
    public IReadOnlyList<string> Found =>
        [.. _found.Where(line => !_expected.Any(part => line.Contains(part, StringComparison.Ordinal)))];

    public void AssertClean()
    {
        var found = Found;
        Assert.True(found.Count == 0, $"The page did what no page may do:\n  {string.Join("\n  ", found)}");
    }

    private void Note(bool isFault, string line)
    {
        if (isFault)
        {
            _found.Enqueue(line);
        }
    }

    private bool IsForeign(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target)
        && target.Scheme is "http" or "https" or "ws" or "wss"
        && target.GetLeftPart(UriPartial.Authority).Replace("ws", "http", StringComparison.Ordinal) != _origin;
}
