using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Whatever becomes of an answer: a name, a reason and something to do, and never an empty bubble.</summary>
public sealed class OutcomeStory(BrowserFixture browser) : Story(browser)
{
    private static readonly (string Script, string State, string Title, string Action)[] Cases =
    [
        ("!!error 400 key", "failed", "Google rejected the key", "Open keys"),
        ("!!error 403 leaked", "failed", "Google rejected the key", "Open keys"),
        ("!!error 403", "failed", "may not do this", "Open keys"),
        ("!!error 400 location", "failed", "does not serve this request here", "Open keys"),
        ("!!error 404", "failed", "does not know this model", "Pick another model"),
        ("!!error 400", "failed", "Google refused the request", "Run again"),
        ("!!error 429 daily", "failed", "The limit for today is used up", "Pick another model"),
        ("!!error 429", "failed", "The limit per minute is used up", "Run again"),
        ("!!error 500", "failed", "Google is overloaded or failing", "Run again"),
        ("!!finish SAFETY", "blocked", "The model stopped for its safety filters", "Run again"),
        ("!!finish SAFETY empty", "blocked", "The model stopped for its safety filters", "Run again"),
        ("!!finish RECITATION", "blocked", "too close to something published", "Run again"),
        ("!!finish MAX_TOKENS", "truncated", "Stopped at", "Continue from there"),
        ("!!finish MAX_TOKENS empty", "empty", "before any text", "Raise the limit"),
        ("!!finish STOP empty", "empty", "ended without a word", "Run again"),
        ("!!finish MALFORMED_FUNCTION_CALL empty", "failed", "function call that cannot be read", "Run again"),
        ("!!finish QUANTUM_DOUBT", "interrupted", "The model ended: QUANTUM_DOUBT", "Continue from there"),
        ("!!block SAFETY", "blocked", "Google blocked the prompt", "Run again"),
        ("!!block NEW_REASON", "blocked", "Google blocked the prompt", "Run again"),
        ("!!empty", "empty", "The answer had no candidates", "Run again"),
        ("!!empty no-candidates", "empty", "The answer had no candidates", "Run again"),
        ("!!malformed 2", "failed", "answer could not be read", "Run again"),
        ("!!cut 0", "interrupted", "The stream stopped before the first word", "Run again"),
        ("!!cut 3", "interrupted", "The stream stopped", "Continue from there"),
        ("!!eof 3", "interrupted", "The stream stopped", "Continue from there"),
        ("!!midstream-error 2 503", "failed", "Google is overloaded or failing", "Run again"),
        ("!!error 429 retry 120s", "failed", "The limit per minute is used up", "Run again"), // the last: it holds back what follows
    ];

    protected override void Configure(IWebHostBuilder builder) => builder.UseSetting("Gemini:MaxAttempts", "1");

    [Fact]
    public async Task Every_outcome_has_a_name_a_reason_and_an_action()
    {
        var playground = await VisitAsync();
        var wrong = new List<string>();

        foreach (var (index, (script, state, title, action)) in Cases.Index())
        {
            if (index % 12 == 0)
            {
                await playground.GoToAsync("/"); // a session shows its last forty turns
            }

            await Studio.ForgetRefusalsAsync(Cancellation);
            var answer = await playground.AskAsync($"Tell me something.\n{script}");
            if (await WhatIsWrongAsync(playground, answer, state, title, action) is { } problem)
            {
                wrong.Add($"{script}: {problem}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_answer_is_continued_from_where_it_was_cut()
    {
        var playground = await VisitAsync();
        var answer = await playground.AskToEndAsync("Tell me something.\n!!cut 3 times 1", "interrupted");

        await PlaygroundPage.OutcomeOf(answer).GetByText("Continue from there").ClickAsync();

        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.Nth(1), "completed");
        await playground.ReloadAsync();
        await Expect(playground.Turns).ToHaveCountAsync(4);
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.First)).Not.ToBeEmptyAsync();
    }

    private static async Task<string?> WhatIsWrongAsync(PlaygroundPage playground, ILocator answer, string state, string title, string action)
    {
        var outcome = PlaygroundPage.OutcomeOf(answer);
        try
        {
            await outcome.WaitForAsync(new() { Timeout = 30_000 });
        }
        catch (TimeoutException)
        {
            return $"no outcome: {await answer.InnerTextAsync()}";
        }

        await Expect(playground.RunButton).ToBeVisibleAsync();
        var (shown, words) = (await answer.GetAttributeAsync("data-state"), await outcome.TextContentAsync() ?? ""); // innerText is empty until the card is painted
        var button = outcome.GetByRole(AriaRole.Button, new() { Name = action, Exact = true });
        var bubble = PlaygroundPage.TextOf(answer);
        return shown != state || await outcome.GetAttributeAsync("data-state") != state ? $"state {shown}: {words}"
            : !words.Contains(title, StringComparison.Ordinal) ? $"says: {words}"
            : words.Replace(title, "", StringComparison.Ordinal).Split(' ').Length < 6 ? $"no reason: {words}"
            : await button.CountAsync() != 1 || !await button.IsEnabledAsync() ? $"no '{action}': {words}"
            : await bubble.CountAsync() > 0 && string.IsNullOrWhiteSpace(await bubble.TextContentAsync()) ? "an empty bubble"
            : null;
    }
}
