using System.Diagnostics;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Gemini;
using GeminiStudio.TestRig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Hostile;

/// <summary>Three hundred texts that want to be more than text, in every place that shows what a person, a model or Google said.</summary>
public sealed class PayloadTests(BrowserFixture browser)
{
    private const string Watch = """
        window.__violations = [];
        document.addEventListener('securitypolicyviolation', e => window.__violations.push(`${e.violatedDirective} ${e.blockedURI}`));
        """;

    /// <summary>What a message may be made of; everything else in it came from the message.</summary>
    private const string Strangers = """
        () => {
          const tags = new Set('DIV P H1 H2 H3 H4 H5 H6 HR BR BLOCKQUOTE UL OL LI STRONG EM DEL CODE PRE A SPAN HEADER BUTTON TABLE TBODY TR TH TD GS-MATH'.split(' '));
          const attributes = new Set('href title rel target class start type data-copy data-lang aria-label role'.split(' '));
          const bad = [];
          for (const prose of document.querySelectorAll('.prose')) for (const e of prose.querySelectorAll('*')) {
            if (!tags.has(e.tagName)) bad.push(e.outerHTML.slice(0, 200));
            for (const a of e.attributes) if (!attributes.has(a.name) && !/^b-[a-z0-9]{10}$/.test(a.name)) bad.push(`${a.name}=${a.value}`);
            if (e.tagName === 'A' && !(/^(https?|mailto):$/.test(e.protocol) && e.rel === 'noopener noreferrer nofollow' && e.target === '_blank')) bad.push(e.outerHTML.slice(0, 200));
          }
          const painted = 'a, img, image, script, iframe, object, embed, form, input, use, [href]:not(link), [src]';
          for (const formula of document.querySelectorAll('gs-math')) for (const e of formula.shadowRoot?.querySelectorAll(painted) ?? []) bad.push(e.outerHTML.slice(0, 200));
          for (const e of document.querySelectorAll('*')) for (const a of e.attributes) if (/^on/i.test(a.name) || /^\s*(java|vb|live)script:/i.test(a.value)) bad.push(`${e.tagName} ${a.name}=${a.value}`);
          return bad;
        }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_text_runs_loads_or_leaves_the_page_wherever_it_is_shown()
    {
        Assert.True(HostilePayloads.All.Count >= 300, $"{HostilePayloads.All.Count} payloads");
        await using var hostile = await HostileStudio.StartAsync(null, HostilePayloads.All);
        await using var context = await browser.NewContextAsync(Screen.Desktop, hostile.Studio.Address, Cancellation);
        await context.AddInitScriptAsync(Watch);
        var (watch, dialogs) = (new PageWatch(context, hostile.Studio.Address), 0);
        var page = await context.NewPageAsync();
        page.Dialog += (_, dialog) => (dialogs, _) = (dialogs + 1, dialog.DismissAsync());
        var playground = new PlaygroundPage(page, watch);

        var sessions = new List<Guid>();
        foreach (var message in HostilePayloads.Messages)
        {
            hostile.Google.Say(message, thought: message);
            hostile.Google.Say("", finishReason: "SAFETY", finishMessage: message);
            hostile.Google.Refuse(400, _ => new System.Text.Json.Nodes.JsonObject { ["error"] = new System.Text.Json.Nodes.JsonObject { ["code"] = 400, ["status"] = "INVALID_ARGUMENT", ["message"] = message } }.ToJsonString());
            var session = await hostile.ChatAsync(message, system: message);
            sessions.Add(session);
            await hostile.ChatAsync(message, session);
            await hostile.ChatAsync(message, session);
        }

        await NameThingsAsync(hostile, sessions);
        foreach (var session in sessions)
        {
            await playground.GoToAsync($"/sessions/{session}");
            await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.Last, "failed");
            await page.GetByTestId("turn-thoughts").First.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(page.GetByTestId("turn-thoughts").First.Locator(".prose")).ToBeVisibleAsync();
            await AssertHarmlessAsync(page);
        }

        await page.GetByTestId("turn-raw").First.ClickAsync();
        await Expect(page.GetByText("Request and response")).ToBeVisibleAsync();
        await AssertHarmlessAsync(page);
        foreach (var path in new[] { "/keys", "/models", "/usage", "/?x=<script>window.__x=1</script>#<img src=x onerror=window.__x=1>" })
        {
            await playground.GoToAsync(path);
            await AssertHarmlessAsync(page);
        }

        await playground.GoToAsync("/");
        await page.GetByTestId("model-picker").ClickAsync();
        await AssertHarmlessAsync(page);
        Assert.Equal(0, dialogs);
        watch.AssertClean();
    }

    [Theory]
    [InlineData("x", 5_000_000)]
    [InlineData("word ", 1_000_000)]
    [InlineData("[", 50_000)]
    [InlineData("[a](", 20_000)]
    [InlineData(">", 5_000)]
    [InlineData("```\n", 300)]
    [InlineData("````", 300)]
    [InlineData("table", 200)]
    [InlineData("*a_", 20_000)]
    public async Task An_answer_made_to_freeze_the_page_does_not(string unit, int times)
    {
        var text = unit switch
        {
            "table" => string.Concat(Enumerable.Range(0, times).Select(row => "|" + string.Concat(Enumerable.Repeat("c|", times)) + "\n" + (row == 0 ? "|" + string.Concat(Enumerable.Repeat("-|", times)) + "\n" : ""))),
            "````" => string.Concat(Enumerable.Range(3, times).Reverse().Select(ticks => new string('`', ticks) + "\n")),
            _ => string.Concat(Enumerable.Repeat(unit, times)),
        };
        await using var hostile = await HostileStudio.StartAsync();
        hostile.Google.Say(text);
        var session = await hostile.ChatAsync("Go on");
        await using var context = await browser.NewContextAsync(Screen.Desktop, hostile.Studio.Address, Cancellation);
        var watch = new PageWatch(context, hostile.Studio.Address);
        var playground = new PlaygroundPage(await context.NewPageAsync(), watch);
        var clock = Stopwatch.StartNew();

        await playground.GoToAsync($"/sessions/{session}");
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First).Locator(".prose > *").First).ToBeAttachedAsync(new() { Timeout = 20_000 });
        await playground.Composer.FillAsync("Still here");

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"It took {clock.Elapsed}.");
        Assert.True(await playground.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page scrolls sideways.");
        watch.AssertClean();
    }

    // Titles, names of keys and a history of every payload: 300 chats that were never opened.
    private static Task NameThingsAsync(HostileStudio hostile, List<Guid> sessions) => hostile.DoAsync(async studio =>
    {
        Assert.True(await studio.RefreshModelsAsync(Cancellation));
        foreach (var (payload, i) in HostilePayloads.All.Select((p, i) => (p, i)))
        {
            if (i % 20 == 7)
            {
                await studio.RenameSessionAsync(sessions[i / 20], payload, Cancellation);
            }

            if (i % 6 == 0)
            {
                await studio.AddKeyAsync(payload, new Secret($"AIzaPayload-0123456789-{i:D16}"), Cancellation);
            }
        }
    });

    private static async Task AssertHarmlessAsync(IPage page)
    {
        Assert.Empty(await page.EvaluateAsync<string[]>(Strangers));
        Assert.Empty(await page.EvaluateAsync<string[]>("() => window.__violations"));
        Assert.True(await page.EvaluateAsync<bool>("() => typeof window.__x === 'undefined'"), "A text ran as script.");
    }
}
