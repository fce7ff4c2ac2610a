using GeminiStudio.Data;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;

namespace GeminiStudio.Web.Tests.Kit;

public sealed class PartViewTests : Screen
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void A_program_and_its_result_stand_where_they_came_in_the_answer()
    {
        PlacedPart[] parts =
        [
            new(7, """{"executableCode":{"language":"PYTHON","code":"print(28)"}}"""),
            new(7, """{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"28\n"}}"""),
        ];
        var card = Render<TurnCard>(p => p.Add(c => c.Turn, Model(TurnState.Completed, "Before.After.") with { PlacedParts = parts, OtherParts = [.. parts.Select(x => x.Json)], FinishReason = "STOP" }));

        var text = card.Find("[data-testid=turn-text]").TextContent;
        Assert.True(text.IndexOf("Before.", StringComparison.Ordinal) < text.IndexOf("print(28)", StringComparison.Ordinal));
        Assert.True(text.IndexOf("print(28)", StringComparison.Ordinal) < text.IndexOf("After.", StringComparison.Ordinal));
        Assert.Equal("python", card.Find("[data-lang=python]").GetAttribute("data-lang"));
        Assert.Equal("OK", card.Find("[data-outcome]").GetAttribute("data-outcome"));
    }

    [Fact]
    public void A_made_picture_is_shown_from_its_own_route_and_can_be_used_again()
    {
        var used = "";
        var view = Render<PartView>(p => p.Add(c => c.Json, $$$"""{"fileData":{"mimeType":"image/png","fileUri":"studio:{{{Hash}}}"}}""").Add(c => c.IsMade, true).Add(c => c.OnUse, hash => used = hash));

        Assert.Equal($"/files/{Hash}", view.Find("img").GetAttribute("src"));
        Assert.Equal($"/files/{Hash}?download", view.FindAll("a").Single(a => a.TextContent == "Download").GetAttribute("href"));
        view.FindAll("button").Single(b => b.TextContent == "Use as input").Click();
        Assert.Equal(Hash, used);
    }

    [Fact]
    public void A_question_shows_what_went_along_with_it()
    {
        var file = new StoredFile { Id = Guid.NewGuid(), OwnerId = Guid.NewGuid(), Hash = Hash, Name = "dock4.jpg", MimeType = "image/jpeg", Bytes = 1_258_291, CreatedAt = Now, Width = 2048, Height = 1424 };
        var turn = User("Look") with { OtherParts = [$$$"""{"fileData":{"mimeType":"image/jpeg","fileUri":"studio:{{{Hash}}}","displayName":"dock4.jpg"}}"""], Files = new Dictionary<string, StoredFile> { [Hash] = file } };

        var card = Render<TurnCard>(p => p.Add(c => c.Turn, turn));

        Assert.Contains("2048 × 1424, 1.2 MB", card.Find("[data-testid=attachment]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_lost_is_named_as_such_in_a_question_and_in_an_answer_alike()
    {
        var part = $$$"""{"fileData":{"mimeType":"image/png","fileUri":"studio:{{{Hash}}}","displayName":"dot.png"}}""";

        var asked = Render<TurnCard>(p => p.Add(c => c.Turn, User("Look") with { OtherParts = [part] }));
        var made = Render<TurnCard>(p => p.Add(c => c.Turn, Model(TurnState.Completed, "Here.") with { OtherParts = [part], PlacedParts = [new(0, part)] }));

        foreach (var card in new[] { asked, made })
        {
            Assert.Contains("dot.pngThis file is not on the server any more.", card.Find("[data-testid=attachment]").TextContent, StringComparison.Ordinal);
            Assert.Empty(card.FindAll("img"));
        }
    }

    [Theory]
    [InlineData("application/pdf", "Preview")]
    [InlineData("text/plain", "Preview")]
    public void A_document_opens_in_a_frame_of_its_own(string type, string button)
    {
        var view = Render<FileView>(p => p.Add(c => c.Hash, Hash).Add(c => c.MimeType, type).Add(c => c.IsMade, true));
        Assert.Empty(view.FindAll("iframe"));

        view.FindAll("button").Single(b => b.TextContent == button).Click();

        Assert.Equal($"/files/{Hash}", view.Find("iframe").GetAttribute("src"));
        Assert.Equal(type == "application/pdf", view.Find("iframe").GetAttribute("sandbox") is null);
    }

    [Fact]
    public void A_strange_address_becomes_no_link()
    {
        var view = Render<PartView>(p => p.Add(c => c.Json, """{"fileData":{"fileUri":"javascript:alert(1)"}}"""));

        Assert.Empty(view.FindAll("a"));
    }

    [Fact]
    public void Any_other_part_is_shown_as_it_came()
    {
        const string Json = """{"somethingNew":{"x":1}}""";

        Assert.Equal(Json, Render<PartView>(p => p.Add(c => c.Json, Json)).Find("code").TextContent);
    }

    [Fact]
    public void Each_token_shows_how_likely_it_was()
    {
        const string Json = """{"chosenCandidates":[{"token":"Yes","logProbability":-0.01},{"token":"?","logProbability":-2.3}],"topCandidates":[{"candidates":[{"token":"Yes","logProbability":-0.01},{"token":"No","logProbability":-4.7}]}]}""";
        var view = Render<LogprobsView>(p => p.Add(c => c.Json, Json));

        view.Find("button").Click();

        Assert.Equal(["tok b4 on", "tok b0"], view.FindAll(".tok").Select(t => t.ClassName!.Trim()));
        Assert.Contains("99.0 %", view.Find("table").TextContent, StringComparison.Ordinal);
    }
}
