using System.Text.RegularExpressions;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Pages;

/// <summary>The playground as a person uses it. It knows only the names that stay stable for tests from outside.</summary>
internal sealed class PlaygroundPage(IPage page, PageWatch watch)
{
    private const float AnswerPatienceMs = 30_000;

    /// <summary>For what only one story needs.</summary>
    public IPage Page => page;

    public PageWatch Watch => watch;

    public ILocator Composer => page.GetByTestId("composer");

    public ILocator RunButton => page.GetByTestId("run");

    public ILocator StopButton => page.GetByTestId("stop");

    public ILocator SystemInstructions => page.GetByTestId("system-instructions");

    public ILocator DemoBanner => page.GetByTestId("demo-banner");

    public ILocator TokenCount => page.GetByTestId("token-count");

    public ILocator Turns => page.GetByTestId("turn");

    public ILocator UserTurns => TurnsOf("user");

    public ILocator ModelTurns => TurnsOf("model");

    public ILocator History => page.GetByTestId("history-item");

    /// <param name="name">The API's own field name, for example <c>temperature</c>.</param>
    public ILocator Setting(string name) => page.GetByTestId($"setting-{name}");

    /// <param name="name">The API's own tool name, for example <c>googleSearch</c>.</param>
    public ILocator Tool(string name) => page.GetByTestId($"tool-{name}");

    public static ILocator TextOf(ILocator turn) => turn.GetByTestId("turn-text");

    /// <summary>The whole words of a dictated answer that the page holds, also where it is not painted.</summary>
    public static async Task<string> WordsOfAsync(ILocator turn) => Dictation.Whole(await TextOf(turn).TextContentAsync() ?? "");

    public static ILocator OutcomeOf(ILocator turn) => turn.GetByTestId("outcome");

    /// <summary>Opens a path and waits until the page takes input.</summary>
    public async Task GoToAsync(string path)
    {
        try
        {
            await page.GotoAsync(path);
        }
        catch (PlaywrightException e) when (e.Message.Contains("ERR_SOCKET_NOT_CONNECTED", StringComparison.Ordinal))
        {
            await page.GotoAsync(path); // Chromium took a socket from its pool that had just closed
        }

        await WaitUntilReadyAsync();
    }

    public async Task ReloadAsync()
    {
        await page.ReloadAsync();
        await WaitUntilReadyAsync();
    }

    /// <summary>A second tab of the same profile.</summary>
    /// <param name="path">Null is the page that this one shows.</param>
    public async Task<PlaygroundPage> NewTabAsync(string? path = null)
    {
        var tab = new PlaygroundPage(await page.Context.NewPageAsync(), watch);
        await tab.GoToAsync(path ?? page.Url);
        return tab;
    }

    /// <summary>What the copy button of a turn takes: the whole text as the server has it.</summary>
    public async Task<string> FullTextOfAsync(ILocator turn)
    {
        var id = await turn.GetAttributeAsync("data-turn-id");
        return await page.EvaluateAsync<string>("id => fetch(`/api/turns/${id}/text`).then(answer => answer.text())", id);
    }

    /// <summary>Writes a prompt and runs it.</summary>
    /// <returns>The answer's turn, which may still be pending.</returns>
    public async Task<ILocator> AskAsync(string prompt)
    {
        await Composer.WaitForAsync(); // the chat is loaded: its turns come in the same drawing
        var answers = await ModelTurns.CountAsync();
        await Composer.FillAsync(prompt);
        await RunButton.ClickAsync();
        var answer = ModelTurns.Nth(answers);
        try
        {
            await answer.WaitForAsync();
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No answer came. The page at {page.Url} says: {await page.Locator("body").InnerTextAsync()}", e);
        }

        await Expect(Composer).ToBeEditableAsync(); // Run's call has come back: the address names the chat, and the box takes input
        return answer;
    }

    /// <summary>As <see cref="AskAsync"/>, and waits for the end.</summary>
    public async Task<ILocator> AskToEndAsync(string prompt, string state = "completed")
    {
        var answer = await AskAsync(prompt);
        await ExpectStateAsync(answer, state);
        return answer;
    }

    public static Task ExpectStateAsync(ILocator turn, string state) =>
        Expect(turn).ToHaveAttributeAsync("data-state", state, new LocatorAssertionsToHaveAttributeOptions { Timeout = AnswerPatienceMs });

    /// <summary>Waits until the address names the session. (WaitForURLAsync misses an address that changes while it begins to wait.)</summary>
    public Task ExpectSessionAddressAsync() => Expect(page).ToHaveURLAsync(new Regex("/sessions/"));

    public async Task ChooseModelAsync(string modelId)
    {
        await page.GetByTestId("model-picker").ClickAsync();
        await page.Locator($"[data-testid='model-option'][data-model-id='{modelId}']").ClickAsync();
    }

    /// <summary>Types a number as a person does and leaves the field.</summary>
    public async Task SetAsync(string setting, string value)
    {
        await Setting(setting).FillAsync(value);
        await Setting(setting).BlurAsync();
    }

    /// <summary>The line that stands there while the connection is lost.</summary>
    public ILocator ConnectionLine => page.GetByText("Connection lost. Reconnecting, nothing you typed is lost.");

    /// <summary>Waits until a draft's last key has reached the server, which it must before a tab may be closed.</summary>
    public Task<IResponse> WhenSavedAsync(Func<Task> act, string kind = "composer") => page.RunAndWaitForResponseAsync(
        act, answer => answer.Request.Method == "POST" && answer.Url.Contains("/api/drafts/", StringComparison.Ordinal)
            && answer.Url.EndsWith("/system", StringComparison.Ordinal) == (kind == "system"));

    private ILocator TurnsOf(string role) => page.Locator($"[data-testid='turn'][data-role='{role}']");

    private Task WaitUntilReadyAsync() =>
        page.GetByTestId("app-ready").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
}
