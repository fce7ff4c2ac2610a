using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Emulator;
using GeminiStudio.TestRig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>The published program behind a proxy that its environment names.</summary>
public sealed class ProxyStory(BrowserFixture browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Googles_host_is_asked_for_through_the_proxy_and_its_refusal_is_told()
    {
        await using var proxy = new RefusingProxy();
        var environment = new Dictionary<string, string> { ["HTTPS_PROXY"] = proxy.Address, ["Gemini__MaxAttempts"] = "1" };

        await AskAsync(environment, async answer =>
        {
            await PlaygroundPage.ExpectStateAsync(answer, "failed");
            await Expect(PlaygroundPage.OutcomeOf(answer)).ToContainTextAsync("Google could not be reached");
        });

        Assert.Contains("CONNECT generativelanguage.googleapis.com:443 HTTP/1.1", proxy.Asked);
        Assert.All(proxy.Asked, line => Assert.Equal("CONNECT generativelanguage.googleapis.com:443 HTTP/1.1", line));
    }

    [Fact]
    public async Task A_host_that_NO_PROXY_names_is_reached_directly()
    {
        await using var proxy = new RefusingProxy();
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero }, Cancellation);
        var environment = new Dictionary<string, string>
        {
            ["HTTP_PROXY"] = proxy.Address, ["HTTPS_PROXY"] = proxy.Address, ["NO_PROXY"] = "127.0.0.1", ["Gemini__BaseUrl"] = google.Address.ToString(),
        };

        await AskAsync(environment, answer => PlaygroundPage.ExpectStateAsync(answer, "completed"));

        Assert.Empty(proxy.Asked);
        Assert.Equal(1, google.RequestCount("streamGenerateContent"));
    }

    private async Task AskAsync(Dictionary<string, string> environment, Func<Microsoft.Playwright.ILocator, Task> then)
    {
        await using var data = new TemporaryDirectory();
        environment["Studio__DataDirectory"] = data.Path;
        environment["GEMINI_API_KEY"] = "a-key-of-the-tests";
        await using var program = await PublishedProgram.StartAsync(environment, workingDirectory: null, user: null, Cancellation);
        await using var context = await browser.NewContextAsync(Screen.Desktop, program.Address, Cancellation);
        var watch = new PageWatch(context, program.Address);
        var playground = new PlaygroundPage(await context.NewPageAsync(), watch);
        await playground.GoToAsync("/");
        await then(await playground.AskAsync("Hello"));
        watch.AssertClean();
    }

    /// <summary>Writes down what it is asked for and grants nothing.</summary>
    private sealed class RefusingProxy : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _serving;

        public RefusingProxy()
        {
            _listener.Start();
            _serving = ServeAsync();
        }

        public ConcurrentQueue<string> Asked { get; } = new();

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    using var reader = new StreamReader(client.GetStream());
                    if (await reader.ReadLineAsync() is not { } line)
                    {
                        continue; // a connection that was given up before it asked for anything
                    }

                    Asked.Enqueue(line);
                    while (await reader.ReadLineAsync() is { Length: > 0 })
                    {
                        continue; // the rest of the head
                    }

                    await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                return; // taken down
            }
        }
    }
}
