using System.Text.Json.Nodes;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Stories;

/// <summary>Functions are declared in a tree and as JSON, called by the model, and answered by hand.</summary>
public sealed class FunctionStory(BrowserFixture browser) : Story(browser), IAsyncLifetime
{
    private ScriptedUpstream? _google;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        _google = await ScriptedUpstream.StartAsync(Cancellation);
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await _google!.DisposeAsync();
    }

    protected override void Configure(IWebHostBuilder builder) => builder.UseSetting("Gemini:BaseUrl", _google!.Address.ToString());

    [Fact]
    public async Task A_function_is_built_broken_mended_called_twice_and_answered_in_reverse()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        ILocator Id(string id) => page.GetByTestId(id);

        await playground.Tool("functions-edit").ClickAsync();
        await Id("functions-import").ClickAsync();
        await Id("import-json").ClickAsync();
        await Expect(Id("import-json")).ToHaveAttributeAsync("aria-checked", "true");
        await page.Locator(".import [data-file]").SetInputFilesAsync(new FilePayload { Name = "tools.json", MimeType = "application/json", Buffer = """[{"name":"from_file","description":"Read from a file"}]"""u8.ToArray() });
        await Expect(Id("import-text")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("from_file"));
        await Id("import-run").ClickAsync();
        await Expect(Id("function-name")).ToHaveValueAsync("from_file");
        await Id("function-remove").ClickAsync();
        await Expect(Id("function-name")).ToHaveValueAsync("function_1");
        await Id("function-name").FillAsync("lookup");
        await Id("schema-add").First.ClickAsync();
        await Id("schema-name").FillAsync("window");
        await Id("schema-type").SelectOptionAsync("object");
        await Id("schema-nest").ClickAsync();
        await Id("schema-name").Nth(1).FillAsync("kind");
        await Id("schema-type").Nth(1).SelectOptionAsync("enum list");
        await Id("schema-enum").FillAsync("new, old");
        await Id("schema-enum").PressAsync("Enter");
        await Expect(page.GetByText("old", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Id("tab-json").ClickAsync();
        await Expect(Id("function-json")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"enum\""));
        var json = await Id("function-json").InputValueAsync();
        await Id("function-json").FillAsync(json.Replace("\"parameters\":", "\"parameters\"", StringComparison.Ordinal));
        await Expect(Id("dialog-save")).ToBeDisabledAsync();
        await Expect(Id("dialog-error")).ToContainTextAsync("Line 3");
        await Id("function-json").FillAsync(json);
        await Expect(Id("dialog-save")).ToBeEnabledAsync();
        await Id("tab-visual").ClickAsync();
        await Expect(Id("schema-type").Nth(1)).ToHaveValueAsync("enum list");
        await Id("function-description").FillAsync("Looks up a window");
        await page.Keyboard.PressAsync("Control+s"); // what is typed in the box that still has the focus is saved, too
        await Expect(playground.Tool("functions")).ToHaveAttributeAsync("aria-checked", "true");

        _google!.Answer("""[{"functionCall":{"id":"a1","name":"lookup","args":{"window":{"kind":["odd"]}}},"thoughtSignature":"QUJD/+=="},{"functionCall":{"id":"b2","name":"lookup"}}]""");
        await playground.AskToEndAsync("Look it up");
        await Expect(Id("function-call").First).ToContainTextAsync("/window/kind/0");
        await Id("function-response").Nth(1).FillAsync("""{"n":2}""");
        await Id("function-response").Nth(0).FillAsync("""{"n":1""");
        await Id("function-continue").ClickAsync();
        await Expect(Id("function-error")).ToContainTextAsync("lookup, line 1");
        await page.ReloadAsync();
        await Expect(Id("function-response").Nth(1)).ToHaveValueAsync("""{"n":2}"""); // what was typed outlives the page
        await Id("function-response").Nth(0).FillAsync("""{"n":1}""");
        _google.Say("Both are found.");
        await Id("function-continue").ClickAsync();
        await Expect(PlaygroundPage.TextOf(playground.ModelTurns.Nth(1))).ToContainTextAsync("Both are found.");
        await Expect(Id("turn-pager")).ToHaveCountAsync(0); // one click sends the answers once

        var sent = JsonNode.Parse(_google.Bodies[^1])!["contents"]!.AsArray();
        Assert.Equal("QUJD/+==", sent[1]!["parts"]![0]!["thoughtSignature"]!.ToString());
        Assert.Contains("\"Looks up a window\"", _google.Bodies[^1], StringComparison.Ordinal);
        Assert.Equal(["a1:1", "b2:2"], sent[2]!["parts"]!.AsArray().Select(p => p!["functionResponse"]!).Select(r => $"{r["id"]}:{r["response"]!["n"]}"));
        playground.Watch.Expect("409");
    }

    [Fact]
    public async Task A_schema_is_made_of_an_example_and_the_answer_is_checked_and_shown_as_a_table()
    {
        var playground = await VisitAsync();
        var page = playground.Page;
        ILocator Id(string id) => page.GetByTestId(id);

        await playground.Tool("structuredOutput").ClickAsync();
        await Id("schema-from").ClickAsync();
        await Id("schema-source").FillAsync("""[{"name":"Ada","age":36}]""");
        await Id("schema-build").ClickAsync();
        await Expect(Id("schema-json")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"integer\""));
        await Id("dialog-save").ClickAsync();
        _google!.Say("""[{"name":"Bob","age":"many"},{"name":"Eve","age":4}]""");
        await playground.AskToEndAsync("People");

        await Expect(Id("shape-verdict")).ToContainTextAsync("1 place does not fit the schema");
        await Expect(Id("misfits")).ToContainTextAsync("/0/age");
        await Id("shape-table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "Eve" })).ToBeVisibleAsync();
        var config = JsonNode.Parse(_google.Bodies[^1])!["generationConfig"]!;
        Assert.Equal(("application/json", "array"), (config["responseMimeType"]!.ToString(), config["responseSchema"]!["type"]!.ToString()));
    }

    [Fact]
    public async Task What_is_typed_while_an_editor_still_fetches_its_text_stays()
    {
        var page = (await VisitAsync()).Page;
        using var asked = new SemaphoreSlim(0);
        var isTyped = new TaskCompletionSource();
        await page.RouteAsync("**/api/editors/*", async route =>
        {
            if (route.Request.Method == "GET")
            {
                asked.Release();
                await isTyped.Task;
            }

            await route.ContinueAsync();
        });

        await page.GetByTestId("tool-structuredOutput").ClickAsync();
        await page.GetByTestId("schema-from").ClickAsync();
        await asked.WaitAsync(Cancellation); // the schema's box
        await asked.WaitAsync(Cancellation); // and the example's
        await page.GetByTestId("schema-source").FillAsync("""{"age":36}""");
        isTyped.SetResult();
        await page.GetByTestId("schema-build").ClickAsync();

        await Expect(page.GetByTestId("schema-json")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"integer\""));
    }
}
