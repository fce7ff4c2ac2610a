using System.Text.Json.Nodes;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>What goes along with a message: pasted, picked, too large for one request, or not taken at all.</summary>
public sealed class FilesStory(BrowserFixture browser) : Story(browser)
{
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private readonly UploadUpstream _google = new();

    protected override void Configure(IWebHostBuilder builder) => builder.UseSetting("Gemini:BaseUrl", _google.Start().ToString());

    [Fact]
    public async Task A_pasted_picture_survives_a_reload_and_goes_along_with_the_message()
    {
        await using var google = _google;
        var playground = await VisitAsync();
        var chips = playground.Page.Locator("[data-attached]");

        await PasteAsync(playground);
        await Expect(chips).ToContainTextAsync("1 × 1, 70 bytes, 258 tokens"); // as Google counts it
        await Expect(playground.Page.GetByTestId("token-count")).ToContainTextAsync("262");
        await playground.ReloadAsync();
        await Expect(chips.Locator("img")).ToBeVisibleAsync();
        await Expect(playground.RunButton).ToBeEnabledAsync(); // a picture alone is a message
        await playground.AskToEndAsync("What is this?");

        await Expect(chips).ToHaveCountAsync(0);
        var part = JsonNode.Parse(Assert.Single(google.Prompts))!["contents"]![0]!["parts"]![0]!;
        Assert.Equal(("image/png", Pixel), ((string?)part["inlineData"]!["mimeType"], (string?)part["inlineData"]!["data"]));
        var shown = playground.UserTurns.GetByTestId("attachment");
        await Expect(shown).ToContainTextAsync("1 × 1");
        Assert.Equal(1, await shown.Locator("img").EvaluateAsync<int>("async i => { i.loading = 'eager'; await i.decode(); return i.naturalWidth; }"));
    }

    [Fact]
    public async Task A_film_of_thirty_megabytes_goes_ahead_to_Google_and_the_prompt_names_its_address()
    {
        await using var google = _google;
        var playground = await VisitAsync();
        var film = Path.Combine(Studio.DataDirectory, "film.mp4");
        await using (var file = File.Create(film))
        {
            file.Write([0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 0, 1, .. "isommp42"u8]);
            file.SetLength(30L * 1024 * 1024); // the rest is a hole
        }

        await playground.Page.GetByTestId("attach-input").SetInputFilesAsync(film);
        var chip = playground.Page.Locator("[data-attached]");
        await Expect(chip).ToContainTextAsync("30 MB", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await playground.AskToEndAsync("What happens?");

        Assert.Equal(30L * 1024 * 1024, google.Received);
        Assert.Contains("""{"fileData":{"mimeType":"video/mp4","fileUri":"https://google.example/v1beta/files/f1"}}""", Assert.Single(google.Prompts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_taken_is_named_before_it_travels()
    {
        await using var google = _google;
        var playground = await VisitAsync();

        await playground.Page.GetByTestId("attach-input").SetInputFilesAsync(new FilePayload { Name = "letter.docx", MimeType = "application/x", Buffer = [.. "PK\u0003\u0004"u8, .. new byte[100]] });

        await Expect(playground.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "letter.docx: Word documents are not taken: save it as PDF." })).ToBeVisibleAsync();
        await Expect(playground.RunButton).ToBeDisabledAsync();
        playground.Watch.Expect("415");
    }

    private static async Task PasteAsync(PlaygroundPage playground)
    {
        await playground.Page.Locator(".atts[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await playground.Composer.EvaluateAsync(
        """
        (box, base64) => {
          const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0)), data = new DataTransfer();
          data.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
          box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """,
        Pixel);
    }
}
