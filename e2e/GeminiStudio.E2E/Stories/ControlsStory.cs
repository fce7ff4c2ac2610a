using System.Text.Json.Nodes;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Tools, safety, tier, pictures and raw JSON: what the screen shows is what Google is asked.</summary>
public sealed class ControlsStory(BrowserFixture browser) : Story(browser)
{
    [Fact]
    public async Task Tools_safety_tier_and_raw_json_reach_Google_as_they_are_shown()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await playground.SetAsync("temperature", "0.35");
        await playground.Tool("googleSearch").ClickAsync();
        await playground.Tool("codeExecution").ClickAsync();
        await page.GetByTestId("setting-safety").ClickAsync();
        await page.GetByTestId("setting-safety-HARM_CATEGORY_HARASSMENT").SelectOptionAsync("BLOCK_ONLY_HIGH");
        await page.GetByTestId("dialog-save").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Advanced" }).ClickAsync();
        await playground.Setting("serviceTier").SelectOptionAsync("flex");
        await Expect(page.GetByTestId("origin-serviceTier")).ToHaveTextAsync("this chat");
        await page.GetByTestId("setting-rawJson").ClickAsync();
        var box = page.GetByTestId("raw-json");
        await Expect(box).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"temperature\": 0.35"));
        var request = JsonNode.Parse(await box.InputValueAsync())!.AsObject();
        request["labels"] = new JsonObject { ["team"] = "a" };
        request["generationConfig"]!["topP"] = 0.5;
        request["tools"]!.AsArray()[0] = JsonNode.Parse("""{"google_search_retrieval":{}}""");
        await box.FillAsync("{\n\"broken\": \n}");
        await Expect(page.GetByTestId("dialog-error")).ToHaveTextAsync("Line 3: this is no JSON.");
        await Expect(page.GetByTestId("dialog-save")).ToBeDisabledAsync();
        await box.FillAsync(request.ToJsonString());
        await page.GetByTestId("dialog-save").ClickAsync();
        await Expect(page.GetByText("googleSearchRetrieval is the old name of a tool; it is googleSearch now.")).ToBeVisibleAsync();
        await Expect(playground.Setting("topP")).ToHaveValueAsync("0.50");

        await playground.AskToEndAsync("Hello\n!!say well");

        await ExpectSentAsync("""
            {"tools":[{"googleSearch":{}},{"codeExecution":{}}],"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_ONLY_HIGH"}],
             "serviceTier":"flex","labels":{"team":"a"},"generationConfig":{"temperature":0.35,"topP":0.5,"thinkingConfig":{"includeThoughts":true}}}
            """);
        await playground.SetAsync("temperature", "1.9");
        await playground.ModelTurns.First.GetByTestId("turn-raw").ClickAsync();
        await page.GetByTestId("use-settings").ClickAsync();
        await Expect(playground.Setting("temperature")).ToHaveValueAsync("0.35");
    }

    [Fact]
    public async Task A_picture_gets_its_shape_and_a_model_without_pictures_gets_none()
    {
        var playground = await VisitAsync();
        await playground.ChooseModelAsync("gemini-3.1-flash-image");
        await playground.Setting("aspectRatio").SelectOptionAsync("16:9");
        await playground.Setting("imageSize").SelectOptionAsync("2K");
        await Expect(playground.Tool("codeExecution")).ToBeDisabledAsync();
        await playground.AskToEndAsync("A lighthouse\n!!say well");
        await ExpectSentAsync("""{"generationConfig":{"thinkingConfig":{"includeThoughts":true},"imageConfig":{"aspectRatio":"16:9","imageSize":"2K"}}}""");

        await playground.ChooseModelAsync("gemini-3.8-flash");
        await Expect(playground.Page.GetByTestId("preflight")).ToHaveTextAsync("1");
        await playground.AskToEndAsync("And in words\n!!say well");

        await ExpectSentAsync("""{"generationConfig":{"thinkingConfig":{"includeThoughts":true}}}""");
        await playground.Page.GetByTestId("preflight").ClickAsync();
        await playground.Page.GetByTestId("preflight-fix").ClickAsync();
        await Expect(playground.Page.GetByTestId("preflight")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_preset_begins_new_chats_and_says_where_its_values_come_from()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        await playground.SetAsync("temperature", "0.2");
        await page.GetByTestId("presets").ClickAsync();
        await page.GetByTestId("preset-name").FillAsync("Terse");
        await page.GetByTestId("preset-save").ClickAsync();
        await Expect(page.GetByTestId("origin-temperature")).ToHaveTextAsync("preset");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin new chats with Terse" }).ClickAsync();
        await Expect(page.GetByTestId("preset-item")).ToContainTextAsync("Terse (new chats)");

        var other = await VisitAsync();

        await Expect(other.Setting("temperature")).ToHaveValueAsync("0.20");
        await Expect(other.Page.GetByTestId("origin-temperature")).ToHaveTextAsync("preset");
    }

    private Task ExpectSentAsync(string expected)
    {
        var body = JsonNode.Parse(Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body)!.AsObject();
        body.Remove("contents");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), body), body.ToJsonString());
        return Task.CompletedTask;
    }
}
