using System.Text.Json.Nodes;
using GeminiStudio.E2E.Rig;
using GeminiStudio.TestRig;
using Microsoft.AspNetCore.Hosting;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>An answer of the real service that rests on a search, and one that holds a picture and a formula.</summary>
public sealed class SourcesStory(BrowserFixture browser) : Story(browser)
{
    private readonly UploadUpstream _google = new();

    protected override void Configure(IWebHostBuilder builder) => builder.UseSetting("Gemini:BaseUrl", _google.Start().ToString());

    [Fact]
    public async Task A_recorded_answer_shows_its_marks_its_sources_and_Googles_suggestions()
    {
        await using var google = _google;
        google.Answer = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Path("tests", "GeminiStudio.Gemini.Tests", "Recorded", "unary-success-google-search-grounding.json"), Cancellation))!.ToJsonString();
        var playground = await VisitAsync();

        var turn = await playground.AskToEndAsync("How is the weather in London?");

        await Expect(turn.GetByTestId("citation")).ToHaveTextAsync(["1", "2", "2"]);
        await Expect(turn.GetByTestId("source")).ToHaveCountAsync(2);
        await Expect(turn.FrameLocator("iframe").GetByText("current weather in London")).ToBeVisibleAsync();
        await turn.GetByTestId("citation").First.HoverAsync();
        await Expect(turn.GetByTestId("source").First).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("lit"));
        Assert.Equal("The current weather in London, United Kingdom is cloudy.", await playground.Page.EvaluateAsync<string>("[...CSS.highlights.get('gs-cite')].map(r => r.toString()).join()"));
    }

    [Fact]
    public async Task A_made_picture_can_be_used_again_and_a_formula_is_set()
    {
        await using var google = _google;
        const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        google.Answer = $$$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"A dot, $E = mc^2$:\n\n"},{"inlineData":{"mimeType":"image/png","data":"{{{Pixel}}}"},"thoughtSignature":"c2ln"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""";
        var playground = await VisitAsync();

        var turn = await playground.AskToEndAsync("Draw a dot");
        await Expect(turn.Locator("gs-math .katex")).ToBeVisibleAsync();
        Assert.Equal("E = mc^2", await turn.Locator("gs-math").EvaluateAsync<string>("formula => formula.textContent"));
        await turn.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Use as input" }).ClickAsync();
        await Expect(playground.Page.Locator("[data-attached]")).ToHaveCountAsync(1);
        await playground.AskToEndAsync("Make it red");

        var parts = JsonNode.Parse(google.Prompts[1])!["contents"]!;
        Assert.Equal((Pixel, "c2ln"), ((string?)parts[1]!["parts"]![1]!["inlineData"]!["data"], (string?)parts[1]!["parts"]![1]!["thoughtSignature"]));
        Assert.Equal(Pixel, (string?)parts[2]!["parts"]![0]!["inlineData"]!["data"]);
    }
}
