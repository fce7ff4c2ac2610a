using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Texts that a circuit would drop together with itself.</summary>
public sealed class LargeTextStory(BrowserFixture browser) : Story(browser)
{
    private const int Limit = 4 * 1024 * 1024;
    private const int SystemLimit = 256 * 1024;

    [Fact]
    public async Task What_is_pasted_reaches_Google_whole_up_to_the_limit_and_stays_in_its_box_above_it()
    {
        var playground = await VisitAsync();
        playground.Watch.Expect("413");

        foreach (var length in new[] { 20 * 1024, 1024 * 1024 })
        {
            var text = Lines(length);
            await PasteAsync(playground, playground.Composer, text);
            await playground.RunButton.ClickAsync();
            await Expect(playground.Composer).ToHaveValueAsync("");
            await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.Last, "completed");
            var contents = JsonNode.Parse(Last().Body)!["contents"]!.AsArray();
            Assert.Equal(text, contents[^1]!["parts"]![0]!["text"]!.GetValue<string>());
        }

        var tooLong = Lines(Limit + 1);
        await PasteAsync(playground, playground.Composer, tooLong);
        await playground.RunButton.ClickAsync();

        await Expect(playground.Page.GetByText("At most 4 MB are taken; nothing was cut.")).ToBeVisibleAsync();
        await Expect(playground.RunButton).ToBeEnabledAsync();
        Assert.Equal(tooLong.Length, await LengthAsync(playground.Composer));
        Assert.Equal(2, Studio.Emulator.RequestCount("streamGenerateContent"));
    }

    [Fact]
    public async Task Long_system_instructions_reach_Google_whole_up_to_the_limit_and_stay_in_their_box_above_it()
    {
        var playground = await VisitAsync();
        playground.Watch.Expect("413");

        foreach (var length in new[] { 20 * 1024, SystemLimit })
        {
            var text = Lines(length);
            await playground.WhenSavedAsync(() => PasteAsync(playground, playground.SystemInstructions, text), "system");
            await playground.AskToEndAsync("Hello\n!!say well");
            Assert.Equal(text, JsonNode.Parse(Last().Body)!["systemInstruction"]!["parts"]![0]!["text"]!.GetValue<string>());
        }

        await PasteAsync(playground, playground.SystemInstructions, Lines(SystemLimit + 1));

        await Expect(playground.Page.GetByText("System instructions may have 256 KB")).ToBeVisibleAsync();
        Assert.Equal(SystemLimit + 1, await LengthAsync(playground.SystemInstructions));
    }

    private Emulator.Received.ReceivedRequest Last() => Studio.Emulator.Received.Last(r => r.Verb == "streamGenerateContent");

    private static Task<int> LengthAsync(ILocator box) => box.EvaluateAsync<int>("box => box.value.length");

    // No two lines are alike, so that a piece that is missing or twice is seen.
    private static string Lines(int length)
    {
        var text = new StringBuilder("!!say well\n", length + 32);
        for (var line = 1; text.Length < length; line++)
        {
            text.Append("line ").Append(line).Append(" of a long text\n");
        }

        return text.ToString(0, length);
    }

    private static async Task PasteAsync(PlaygroundPage playground, ILocator box, string text)
    {
        await playground.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await box.FocusAsync();
        await box.PressAsync("Control+A");
        await box.PressAsync("Control+V");
        await Expect(box).Not.ToHaveValueAsync("");
    }
}
