using System.Text.Json;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Hostile;

/// <summary>What strange texts look like in a browser.</summary>
public sealed class LookTests(BrowserFixture browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Wide => new()
    {
        { "ten thousand marks on one letter", "a" + string.Concat(Enumerable.Repeat("\u0301\u0316", 5_000)) },
        { "a word of a megabyte", new string('W', 1024 * 1024) },
        { "a hundred thousand blank lines", "a" + new string('\n', 100_000) + "b" },
        { "a word of ideographs", new string('字', 5_001) },
        { "turned writing", "\u202e" + new string('x', 300) + " \u2067" + new string('y', 300) },
        { "a wide line of code", "```\n" + new string('c', 5_000) + "\n```" },
        { "a wide table", "|" + string.Concat(Enumerable.Repeat(" column |", 60)) + "\n|" + string.Concat(Enumerable.Repeat("-|", 60)) + "\n|" + string.Concat(Enumerable.Repeat(new string('w', 200) + "|", 60)) },
        { "a long address", "https://example.org/" + new string('p', 1_900) },
        { "a wide heading", "# " + new string('H', 3_000) },
    };

    [Theory, MemberData(nameof(Wide))]
    public async Task No_text_makes_the_page_scroll_sideways_and_all_of_it_is_sent(string what, string text)
    {
        foreach (var screen in Nightly.IsOn ? new[] { Screen.Desktop, Screen.Phone } : [Screen.Phone])
        {
            await using var visit = await VisitAsync(screen);
            visit.Hostile.Google.Say(text, thought: text);

            await visit.PasteAsync(text);
            await visit.Playground.RunButton.ClickAsync();
            var answer = visit.Playground.ModelTurns.First;
            await PlaygroundPage.ExpectStateAsync(answer, "completed");
            await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sessions/"));
            await Expect(visit.Page.Locator(".scroll .turn").First).ToBeVisibleAsync();

            Assert.True(await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"), what);
            Assert.True(await visit.Page.EvaluateAsync<bool>("() => { const s = document.querySelector('.scroll'); return s.scrollWidth <= s.clientWidth; }"), $"{what}: the thread scrolls sideways");
            using var body = JsonDocument.Parse(Assert.Single(visit.Hostile.Google.Bodies));
            Assert.Equal(text, body.RootElement.GetProperty("contents")[0].GetProperty("parts")[0].GetProperty("text").GetString());
            await Expect(answer).ToBeAttachedAsync();
        }
    }

    [Fact]
    public async Task Characters_that_nobody_sees_are_told_and_spelled_out()
    {
        const string hidden = "Nice\U000E0049\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065 text";
        await using var visit = await VisitAsync(Screen.Desktop);
        visit.Hostile.Google.Say(hidden);

        var answer = await visit.Playground.AskToEndAsync(hidden);

        foreach (var turn in new[] { visit.Playground.UserTurns.First, answer })
        {
            await turn.GetByText("Hidden characters").ClickAsync();
            await Expect(turn.Locator("details code")).ToHaveTextAsync("Ignore");
        }

        visit.Hostile.Google.Say("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F and 👩‍👩‍👧 are seen");
        var flag = await visit.Playground.AskToEndAsync("A flag");
        await Expect(flag.GetByText("Hidden characters")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Turned_writing_is_marked_in_names_and_links()
    {
        await using var visit = await VisitAsync(Screen.Desktop);
        visit.Hostile.Google.Say("[\u202emoc.elgoog](https://evil.example/login) and [accounts.google.com](https://evil.example/x) and [here](https://fine.example/)");

        var answer = await visit.Playground.AskToEndAsync("photo\u202egnp.exe");

        await Expect(visit.Page.GetByTestId("session-title")).ToContainTextAsync("photo‹U+202E›gnp.exe");
        await Expect(visit.Playground.History.First).ToContainTextAsync("photo‹U+202E›gnp.exe");
        await Expect(visit.Page).ToHaveTitleAsync("photo‹U+202E›gnp.exe - Gemini Studio");
        Assert.Equal(["‹U+202E›moc.elgoog (evil.example)", "accounts.google.com (evil.example)", "here"], await answer.Locator(".prose a").AllTextContentsAsync());
        await Expect(visit.Page.GetByTestId("turn-text").First).ToHaveAttributeAsync("dir", "auto");
    }

    [Fact]
    public async Task A_copy_of_code_is_what_was_shown_and_unseen_characters_are_told_before()
    {
        const string plain = "echo \"</script>\"\n\techo two # ../../x";
        const string tricky = "ls\u001b[8m; rm -rf /\u2028whoami";
        await using var visit = await VisitAsync(Screen.Desktop);
        visit.Hostile.Google.Say($"```bash\n{plain}\n```\n\n```bash\n{tricky}\n```\n\n- item\n\n  ```../../x\n  nested\u202e\n  ```");

        var answer = await visit.Playground.AskToEndAsync("Code");

        var boxes = answer.Locator(".codebox");
        await Expect(boxes).ToHaveCountAsync(3);
        await Expect(boxes.Nth(0).GetByText("Holds hidden characters")).ToHaveCountAsync(0);
        await Expect(boxes.Nth(1).GetByText("Holds hidden characters")).ToBeVisibleAsync();
        await Expect(boxes.Nth(2).GetByText("Holds hidden characters")).ToBeVisibleAsync();
        foreach (var (index, code) in new[] { (0, plain), (1, tricky), (2, "nested\u202e") })
        {
            await boxes.Nth(index).GetByRole(AriaRole.Button).ClickAsync();
            await Expect(boxes.Nth(index).GetByRole(AriaRole.Button)).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("done"));
            Assert.Equal(code, await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        }
    }

    [Fact]
    public async Task A_number_with_a_comma_is_a_number_and_what_is_none_is_told_beside_the_field()
    {
        await using var visit = await VisitAsync(Screen.Desktop);
        var field = visit.Playground.Setting("temperature");

        foreach (var wrong in new[] { "-0,1", "2.1", "NaN", "Infinity", "1e999", "0,7,1", "hot", "\u0660\u066b\u0667" })
        {
            await visit.Playground.SetAsync("temperature", wrong);
            await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(field).ToHaveValueAsync(wrong);
            await Expect(visit.Page.GetByText("A number from 0.00 to 2.00.")).ToBeVisibleAsync();
            await visit.Playground.SetAsync("temperature", "0.5");
            await Expect(field).ToHaveValueAsync("0.50"); // only the server writes it so
        }

        await visit.Playground.SetAsync("temperature", "0,7");
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "false");
        visit.Hostile.Google.Say("Good");
        await visit.Playground.AskToEndAsync("Hello");
        Assert.Contains("\"temperature\":0.7", Assert.Single(visit.Hostile.Google.Bodies), StringComparison.Ordinal);
    }

    private async Task<Visit> VisitAsync(Screen screen)
    {
        var hostile = await HostileStudio.StartAsync();
        var context = await browser.NewContextAsync(screen, hostile.Studio.Address, Cancellation);
        var watch = new PageWatch(context, hostile.Studio.Address);
        var playground = new PlaygroundPage(await context.NewPageAsync(), watch);
        await playground.GoToAsync("/");
        return new Visit(hostile, context, playground);
    }

    private sealed record Visit(HostileStudio Hostile, IBrowserContext Context, PlaygroundPage Playground) : IAsyncDisposable
    {
        public IPage Page => Playground.Page;

        /// <summary>Puts a text into the box at once, as the clipboard does.</summary>
        public Task PasteAsync(string text) => Playground.Composer.EvaluateAsync(
            "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }", text);

        public async ValueTask DisposeAsync()
        {
            Playground.Watch.AssertClean();
            await Context.CloseAsync();
            await Hostile.DisposeAsync();
        }
    }
}
