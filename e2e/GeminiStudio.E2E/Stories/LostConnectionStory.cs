using GeminiStudio.E2E.Crash;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class LostConnectionStory(BrowserFixture browser) : Story(browser)
{
    private readonly MutableRetention _retention = new();

    protected override void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.PostConfigure<CircuitOptions>(_retention.Apply));

    [Fact]
    public async Task A_line_that_is_gone_for_a_while_is_told_calmly_and_nothing_is_missing_afterwards()
    {
        var wire = NewWire();
        var playground = await VisitAsync(wire);
        var dictation = new Dictation(100, 50); // five seconds
        var answer = await playground.AskAsync(dictation.Prompt);
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync("w0003");

        wire.Cut();
        await Expect(playground.ConnectionLine).ToBeVisibleAsync();
        await playground.Composer.FillAsync("Typed while nobody listens");
        await Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Ended.WaitAsync(Cancellation);
        await Expect(playground.ConnectionLine).ToHaveCountAsync(1);
        await Expect(playground.ConnectionLine).ToBeVisibleAsync();
        wire.Mend();

        await PlaygroundPage.ExpectStateAsync(answer, "completed");
        await Expect(playground.ConnectionLine).ToBeHiddenAsync();
        Assert.Equal(dictation.Text, await PlaygroundPage.WordsOfAsync(answer));
        await Expect(playground.Composer).ToHaveValueAsync("Typed while nobody listens");
        await playground.RunButton.ClickAsync();
        await Expect(playground.UserTurns.Last).ToContainTextAsync("Typed while nobody listens");
    }

    [Fact]
    public async Task A_line_that_goes_while_the_answer_to_Run_is_on_its_way_leaves_a_box_that_takes_the_next_message()
    {
        var wire = NewWire();
        var playground = await VisitAsync(wire);
        await playground.WhenSavedAsync(() => playground.Composer.FillAsync("Only once\n!!say once"));
        await playground.Page.EvaluateAsync("() => window.isTheSamePage = true");
        wire.BytesPerSecond = 50; // what the server says comes in an hour

        await playground.RunButton.ClickAsync();
        await Wait.UntilAsync(() => Studio.Emulator.RequestCount("streamGenerateContent") == 1, "the message was taken", Cancellation);
        wire.Cut();
        wire.BytesPerSecond = null;
        await Expect(playground.ConnectionLine).ToBeVisibleAsync();
        wire.Mend();

        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).ToHaveTextAsync("once");
        await Expect(playground.Composer).ToBeEditableAsync();
        await Expect(playground.Composer).ToHaveValueAsync("");
        Assert.Equal(1, Studio.Emulator.RequestCount("streamGenerateContent"));
        Assert.True(await playground.Page.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
        await playground.AskToEndAsync("And the next");
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "Only once")]
    public async Task An_answer_to_Run_that_never_comes_is_looked_up_when_the_line_is_back(bool wasTaken, string left)
    {
        var page = (await VisitAsync()).Page;
        await Expect(page.GetByTestId("composer")).ToBeVisibleAsync();

        // A second box with a server behind it that never answers.
        var text = await page.EvaluateAsync<string>("""
            async wasTaken => {
              const { open } = await import('./Kit/Composer.razor.js'), root = document.querySelector('.composer').cloneNode(true), id = crypto.randomUUID();
              document.body.append(root);
              const asked = new Promise(go => open(root, { invokeMethodAsync: name => new Promise(() => name === 'OnRun' && go()) }, id));
              const box = root.querySelector('[data-draft]');
              box.value = 'Only once';
              box.dispatchEvent(new Event('input'));
              root.querySelector('[data-draft-run]').click();
              await asked;
              const headers = { 'X-CSRF': '1', 'X-Draft-Revision': String(Date.now() + 60000) };
              if (wasTaken) await fetch(`/api/drafts/${id}`, { method: 'POST', headers, body: '' });
              document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: 'hide' } }));
              for (const until = performance.now() + 10000; box.readOnly && performance.now() < until;) await new Promise(requestAnimationFrame);
              return box.readOnly ? 'locked' : box.value;
            }
            """, wasTaken);

        Assert.Equal(left, text);
    }

    [Fact]
    public async Task A_page_whose_circuit_is_gone_for_good_comes_back_to_its_session_with_the_draft()
    {
        _retention.Period = TimeSpan.FromMilliseconds(1);
        await RestartAsync();
        var wire = NewWire();
        var playground = await VisitAsync(wire);
        await playground.AskToEndAsync("Before");
        await playground.ExpectSessionAddressAsync();
        var address = playground.Page.Url;

        wire.Cut();
        await Expect(playground.ConnectionLine).ToBeVisibleAsync();
        await playground.Composer.FillAsync("Typed while nobody listens");
        wire.Mend();

        await Expect(playground.ConnectionLine).ToBeHiddenAsync(new() { Timeout = 20_000 });
        await ExpectAliveAsync(playground, "Typed while nobody listens");
        Assert.Equal(address, playground.Page.Url);
        await Expect(playground.UserTurns).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_server_that_came_back_with_other_rings_leaves_no_frozen_page()
    {
        var wire = NewWire();
        var playground = await VisitAsync(wire);
        await playground.AskToEndAsync("Before");
        await playground.ExpectSessionAddressAsync();
        await playground.WhenSavedAsync(() => playground.Composer.FillAsync("Typed before the end"));

        wire.Cut();
        await RestartAsync(data => Directory.Delete(Path.Combine(data, "rings"), recursive: true));
        wire.Studio = Studio.Address;
        wire.Mend();

        await Expect(playground.ConnectionLine).ToBeHiddenAsync(new() { Timeout = 20_000 });
        await ExpectAliveAsync(playground, "Typed before the end");
        await Expect(playground.UserTurns).ToHaveCountAsync(2);
    }

    private async Task<PlaygroundPage> VisitAsync(Wire wire)
    {
        var playground = await VisitAsync(through: wire);
        foreach (var told in new[] { "WebSocket", "net::ERR_", "Failed to load resource", "Connection disconnected", "Failed to fetch", "blazor.web." })
        {
            playground.Watch.Expect(told); // the browser reports a line that is gone
        }

        return playground;
    }

    private static async Task ExpectAliveAsync(PlaygroundPage playground, string draft)
    {
        await Expect(playground.Composer).ToHaveValueAsync(draft);
        await playground.RunButton.ClickAsync();
        await Expect(playground.UserTurns.Last).ToContainTextAsync(draft);
    }

    /// <summary>How long a lost circuit is kept; null is the product's own period.</summary>
    private sealed class MutableRetention
    {
        public TimeSpan? Period { get; set; }

        public void Apply(CircuitOptions options) =>
            options.DisconnectedCircuitRetentionPeriod = Period ?? options.DisconnectedCircuitRetentionPeriod;
    }
}
