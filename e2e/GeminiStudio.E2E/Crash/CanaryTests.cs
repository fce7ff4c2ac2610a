using System.Collections.Concurrent;
using System.Text;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Emulator;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Crash;

/// <summary>A planted key must turn up nowhere but in the request to Google.</summary>
public sealed class CanaryTests(BrowserFixture browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_is_in_no_page_no_frame_no_answer_no_log_and_no_file()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero }, Cancellation);
        await using var studio = new PublishedStudio(browser, google);
        var program = await studio.StartAsync();
        var sinks = new ConcurrentBag<(string Name, byte[] Bytes)>();
        var (playground, context) = await studio.VisitAsync(program);
        Listen(context, playground.Page, sinks);
        await playground.ReloadAsync();

        await playground.AskToEndAsync("Hello");
        await playground.AskToEndAsync("Again\n!!error 400 key", "failed");
        await playground.Page.GetByTestId("turn-raw").Last.ClickAsync();
        await Expect(playground.Page.GetByText("Request and response")).ToBeVisibleAsync();
        sinks.Add(("page source", Encoding.UTF8.GetBytes(await playground.Page.ContentAsync())));
        foreach (var path in new[] { "/keys", "/usage", "/models" })
        {
            await playground.GoToAsync(path);
            sinks.Add((path, Encoding.UTF8.GetBytes(await playground.Page.ContentAsync())));
        }

        await context.CloseAsync();
        await program.StopAsync(Cancellation);
        sinks.Add(("output", Encoding.UTF8.GetBytes(studio.Output)));
        foreach (var file in Directory.EnumerateFiles(studio.DataDirectory, "*", SearchOption.AllDirectories))
        {
            sinks.Add((file, await File.ReadAllBytesAsync(file, Cancellation)));
        }

        Assert.Contains(google.Received, r => r.Headers.Any(h => h.Value.Contains(PublishedStudio.Canary, StringComparison.Ordinal)));
        Assert.Contains(sinks, s => s.Name == "frame");
        Assert.Contains(sinks, s => s.Name.EndsWith("studio.db", StringComparison.Ordinal));
        Assert.Empty(sinks.Where(s => Holds(s.Bytes)).Select(s => s.Name));
        Assert.True(Holds(Encoding.UTF8.GetBytes($"planted {Convert.ToBase64String(Encoding.UTF8.GetBytes(PublishedStudio.Canary))}")), "The search itself is blind.");
    }

    private static void Listen(IBrowserContext context, IPage page, ConcurrentBag<(string Name, byte[] Bytes)> sinks)
    {
        page.WebSocket += (_, socket) =>
        {
            socket.FrameReceived += (_, frame) => sinks.Add(("frame", frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "")));
            socket.FrameSent += (_, frame) => sinks.Add(("frame", frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "")));
        };
        context.Response += async (_, response) =>
        {
            try
            {
                sinks.Add((response.Url, await response.BodyAsync()));
            }
            catch (PlaywrightException)
            {
                return; // a redirect or a cached answer has no body to read
            }
        };
    }

    private static bool Holds(byte[] bytes)
    {
        var key = Encoding.UTF8.GetBytes(PublishedStudio.Canary);
        string[] shapes =
        [
            PublishedStudio.Canary, Uri.EscapeDataString(PublishedStudio.Canary), Convert.ToHexString(key), Convert.ToHexStringLower(key),
            Convert.ToBase64String(key).TrimEnd('='), new([.. PublishedStudio.Canary.Reverse()]),
        ];
        return shapes.Any(shape => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(shape)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(shape)) >= 0);
    }
}
