using System.Text.Json.Nodes;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>What the screen shows is what Google is asked, for models of every family.</summary>
public sealed class SettingsStory(BrowserFixture browser) : Story(browser)
{
    private static readonly (string Name, string Typed, JsonNode Sent)[] Numbers =
    [
        ("temperature", "0.35", 0.35), ("topP", "0.4", 0.4), ("topK", "7", 7), ("maxOutputTokens", "4321", 4321), ("seed", "42", 42),
        ("presencePenalty", "0.5", 0.5), ("frequencyPenalty", "-0.5", -0.5),
    ];

    [Theory]
    [InlineData("gemini-3.8-flash", "thinkingLevel", "LOW")]
    [InlineData("gemini-4-argon", "thinkingLevel", "HIGH")]
    [InlineData("gemini-2.5-flash", "thinkingBudget", "1000")]
    [InlineData("gemini-2.5-flash-lite", "thinkingBudget", "600")]
    [InlineData("gemini-3-flash", "thinkingLevel", "MINIMAL")]
    [InlineData("gemma-3-27b-instruct", null, null)]
    public async Task Every_control_that_is_on_reaches_Google_and_every_other_says_why_it_is_off(string model, string? thinking, string? value)
    {
        var playground = await VisitAsync();
        await playground.ChooseModelAsync(model);
        await Expect(playground.Page.GetByTestId("model-picker")).ToHaveAttributeAsync("data-model-id", model);
        await playground.Page.GetByRole(AriaRole.Button, new() { Name = "Advanced" }).ClickAsync();
        var expected = new JsonObject();

        foreach (var (name, typed, sent) in Numbers)
        {
            var box = playground.Setting(name);
            if (await box.IsEnabledAsync())
            {
                await playground.SetAsync(name, typed);
                expected[name] = sent.DeepClone();
            }
            else
            {
                await ExpectReasonAsync(box);
            }
        }

        await playground.Setting("stopSequences").FillAsync("zzq");
        await playground.Setting("stopSequences").PressAsync("Enter");
        expected["stopSequences"] = new JsonArray("zzq");
        var resolution = playground.Setting("mediaResolution").GetByText("Low", new() { Exact = true });
        await resolution.ClickAsync();
        expected["mediaResolution"] = "MEDIA_RESOLUTION_LOW";
        if (thinking is not null)
        {
            expected["thinkingConfig"] = await ThinkAsync(playground, thinking, value!);
        }
        else
        {
            await ExpectReasonAsync(playground.Setting("includeThoughts"));
        }

        await playground.AskToEndAsync("Hello\n!!say well");

        var body = JsonNode.Parse(Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body)!;
        var config = body["generationConfig"]!.AsObject();
        Assert.Equal(Sorted(expected), Sorted(config));
        await playground.ReloadAsync();
        await playground.AskToEndAsync("Again\n!!say well");
        var again = JsonNode.Parse(Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body)!;
        Assert.Equal(Sorted(expected), Sorted(again["generationConfig"]!.AsObject()));
    }

    [Fact]
    public async Task A_model_that_takes_no_sampling_gets_none_even_when_another_was_set_before()
    {
        var playground = await VisitAsync();
        await playground.SetAsync("temperature", "0.35");
        await playground.SetAsync("topK", "7");
        await playground.ChooseModelAsync("gemini-4-argon");
        await Expect(playground.Setting("temperature")).ToBeDisabledAsync();
        await ExpectReasonAsync(playground.Setting("temperature"));

        await playground.AskToEndAsync("Hello\n!!say well");

        var config = JsonNode.Parse(Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent").Body)!["generationConfig"]!.AsObject();
        Assert.DoesNotContain(config, field => field.Key is "temperature" or "topK");
        await playground.ChooseModelAsync("gemini-3.8-flash");
        await Expect(playground.Setting("temperature")).ToHaveValueAsync("0.35");
    }

    private static async Task<JsonObject> ThinkAsync(PlaygroundPage playground, string field, string value)
    {
        await playground.Setting("includeThoughts").ClickAsync();
        await Expect(playground.Setting("includeThoughts")).ToHaveAttributeAsync("aria-checked", "false");
        if (field == "thinkingLevel")
        {
            await playground.Setting(field).Locator($"input[value='{value}']").SetCheckedAsync(true, new() { Force = true });
            return new JsonObject { ["includeThoughts"] = false, [field] = value };
        }

        await playground.Setting("thinkingMode").GetByText("Fixed").ClickAsync();
        await playground.SetAsync(field, value);
        return new JsonObject { ["includeThoughts"] = false, [field] = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) };
    }

    private static async Task ExpectReasonAsync(ILocator control)
    {
        await Expect(control).ToBeDisabledAsync();
        var reason = control.Page.GetByText("does not").And(control.Locator("xpath=ancestor::div[contains(@class,'set') or contains(@class,'opt')][1]/descendant-or-self::*/following-sibling::p | ancestor::div[contains(@class,'set')][1]//p"));
        await Expect(reason.First).ToBeVisibleAsync();
    }

    private static string Sorted(JsonObject config) => new JsonObject(
        config.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
}
