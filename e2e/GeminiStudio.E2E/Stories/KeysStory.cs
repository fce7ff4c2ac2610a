using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

public sealed class KeysStory(BrowserFixture browser) : Story(browser)
{
    private const string Key = "AIzaStory-0123456789-abcdefghij-KLM7f3a";

    [Fact]
    public async Task A_key_is_added_checked_and_removed_and_never_seen_again()
    {
        var playground = await VisitAsync(path: "/keys");
        var page = playground.Page;

        await page.GetByLabel("Gemini API key").FillAsync(Key);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Team key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check and save" }).ClickAsync();

        await Expect(page.GetByTestId("key-note")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("key-note")).ToContainTextAsync("The key works.");
        var row = page.Locator("tr").Filter(new() { HasText = "Team key" });
        await Expect(row).ToContainTextAsync("····7f3a");
        await Expect(row).ToContainTextAsync("Working");
        await ExpectNoKeyAsync(page);
        var asked = Studio.Emulator.RequestCount();
        await row.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await Studio.Emulator.WaitForRequestAsync(asked + 1, Cancellation);
        Assert.Equal(Key, Studio.Emulator.Received[^1].Key);
        await Expect(row).ToContainTextAsync("checked");
        await ExpectNoKeyAsync(page);

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove Team key" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await playground.ReloadAsync();
        await Expect(page.Locator("tr").Filter(new() { HasText = "7f3a" })).ToHaveCountAsync(0);
        Assert.Empty(await Studio.ReadAsync(db => Task.FromResult(db.ApiKeys.ToList())));
        await ExpectNoKeyAsync(page);
    }

    [Fact]
    public async Task What_cannot_be_a_key_is_refused_with_a_reason()
    {
        var page = (await VisitAsync(path: "/keys")).Page;

        await page.GetByLabel("Gemini API key").FillAsync("not a key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check and save" }).ClickAsync();

        await Expect(page.GetByTestId("key-note")).ToContainTextAsync("Not saved.");
        Assert.Empty(await Studio.ReadAsync(db => Task.FromResult(db.ApiKeys.ToList())));
    }

    private static async Task ExpectNoKeyAsync(IPage page)
    {
        Assert.DoesNotContain(Key, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, page.Url, StringComparison.Ordinal);
        Assert.Equal("", await page.GetByLabel("Gemini API key").InputValueAsync());
        Assert.DoesNotContain(Key, await page.EvaluateAsync<string>("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"), StringComparison.Ordinal);
    }
}
