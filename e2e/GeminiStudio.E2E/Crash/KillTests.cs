using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using GeminiStudio.Emulator;
using Microsoft.Data.Sqlite;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GeminiStudio.E2E.Crash;

public sealed class KillTests(BrowserFixture browser)
{
    private const string Prompt = "Tell me a long story.\n!!words 400\n!!pace 400ms";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_in_the_middle_every_word_that_was_seen_is_there()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(browser, google);
        var program = await studio.StartAsync();
        var (playground, context) = await studio.VisitAsync(program);
        var answer = await playground.AskAsync(Prompt);
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync(" ", new() { Timeout = 20_000 });
        await Expect(answer).ToHaveAttributeAsync("data-state", "streaming");
        await playground.ExpectSessionAddressAsync();
        var path = new Uri(playground.Page.Url).AbsolutePath;

        var seen = await PlaygroundPage.TextOf(answer).TextContentAsync() ?? "";
        await program.KillAsync(Cancellation);
        await context.CloseAsync();
        program = await studio.StartAsync();
        (playground, context) = await studio.VisitAsync(program, path);

        var kept = playground.ModelTurns.First;
        await PlaygroundPage.ExpectStateAsync(kept, "interrupted");
        Assert.Contains(Words(seen), Words(await PlaygroundPage.TextOf(kept).TextContentAsync() ?? ""), StringComparison.Ordinal);
        Assert.Equal(["Estimated|Interrupted"], Query(studio, "SELECT Source || '|' || Failure FROM Ledger"));
        Assert.Equal(["0"], Query(studio, "SELECT COUNT(*) FROM Segments"));

        await PlaygroundPage.OutcomeOf(kept).GetByText("Continue").ClickAsync();
        await Expect(playground.ModelTurns).ToHaveCountAsync(2);
        await PlaygroundPage.ExpectStateAsync(playground.ModelTurns.Last, "completed");
        await context.CloseAsync();
    }

    [Fact]
    public async Task A_polite_stop_saves_the_answer_and_ends_in_time()
    {
        await using var google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancellation);
        await using var studio = new PublishedStudio(browser, google);
        var program = await studio.StartAsync();
        var (playground, context) = await studio.VisitAsync(program);
        var answer = await playground.AskAsync(Prompt);
        await Expect(PlaygroundPage.TextOf(answer)).ToContainTextAsync(" ", new() { Timeout = 20_000 });

        Assert.Equal(0, await program.StopAsync(Cancellation));

        await context.CloseAsync();
        Assert.Equal(["Interrupted"], Query(studio, "SELECT State FROM Turns WHERE Role = 'model'"));
    }

    // The caret and line breaks are the page's, the words are the answer's.
    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipLast(1));

    private static List<string> Query(PublishedStudio studio, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(studio.DataDirectory, "studio.db")};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the queries are this class's own
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }
}
