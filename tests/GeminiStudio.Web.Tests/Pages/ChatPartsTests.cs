using GeminiStudio.Data;
using GeminiStudio.Files;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Chat;

namespace GeminiStudio.Web.Tests.Pages;

public sealed class ChatPartsTests : Screen
{
    [Fact]
    public void A_waiting_message_shows_its_beginning_and_says_when_it_goes()
    {
        var (message, asked) = (new QueuedMessage(Guid.NewGuid(), "And then", 900), Guid.Empty);
        var queue = Render<QueuedMessages>(p => p.Add(c => c.Messages, [message]).Add(c => c.IsBusy, true).Add(c => c.OnNow, id => asked = id));
        Assert.Contains("And then…", queue.Find("[data-testid=queued]").TextContent);
        Assert.Contains("when this answer has ended well", queue.Markup);

        queue.Find("[data-testid=queued-now]").Click();
        Assert.Equal(message.TurnId, asked);
        queue.Render(p => p.Add(c => c.IsBusy, false));

        Assert.Contains("Waits for you", queue.Markup);
    }

    [Fact]
    public void A_sample_brings_its_own_tools_and_switches_off_those_of_the_one_before()
    {
        var settings = new RunSettings { Model = "gemini-3.8-flash", Temperature = 0.3 };
        var on = new List<string>();

        foreach (var sample in Sample.All)
        {
            settings = sample.Apply(settings);
            string?[] tools = [.. ToolRules.BuiltIn(settings), settings.Functions is { IsOn: true } f ? $"{ToolRules.DeclarationCount(f)} function" : null, settings.Structured is { IsOn: true } ? "schema" : null];
            on.Add(string.Join(',', tools.OfType<string>()));
        }

        Assert.Equal(["", "1 function", "schema", "googleSearch", "", "codeExecution"], on);
        Assert.Equal(0.3, settings.Temperature);
    }

    [Theory]
    [InlineData(258, true, "258 tokens")]
    [InlineData(1, true, "1 token")]
    [InlineData(1120, false, "≈ 1,120 tokens")]
    [InlineData(null, false, "tokens not known before it is sent")]
    public void A_chip_says_what_Google_counted_and_marks_what_is_estimated(int? tokens, bool isCounted, string words)
    {
        var file = new StoredFile { Id = Guid.NewGuid(), OwnerId = Guid.NewGuid(), Hash = new string('a', 64), Name = "dot.png", MimeType = "image/png", Bytes = 70, CreatedAt = Now, Width = 1, Height = 1 };

        var chip = Render<AttachmentChip>(p => p.Add(c => c.Item, new AttachmentView(new Attachment { Hash = file.Hash, Name = "dot.png" }, file, tokens, null, null) { IsCounted = isCounted }));

        Assert.Equal($"1 × 1, 70 bytes, {words}", chip.Find("[data-facts]").TextContent);
    }

    [Fact]
    public void A_chip_whose_bytes_are_lost_says_so()
    {
        var chip = Render<AttachmentChip>(p => p.Add(c => c.Item, new AttachmentView(new Attachment { Hash = new string('a', 64), Name = "dot.png" }, null, null, null, "This file is not on the server any more.")));

        Assert.Equal("This file is not on the server any more.", chip.Find("[data-facts]").TextContent);
        Assert.Contains("bad", chip.Find("[data-attached]").ClassList);
    }

    [Fact]
    public void Nothing_that_waits_takes_no_place() => Assert.Equal("", Render<QueuedMessages>(p => p.Add(c => c.Messages, [])).Markup.Trim());

    [Fact]
    public void A_temporary_chat_says_when_it_goes_and_what_stays()
    {
        var note = Render<TemporaryNote>(p => p.Add(c => c.Since, Now));

        Assert.Contains("at the latest wednesday 25 november at 11:04", note.Find("p").TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("still counted", note.Markup);
    }

    [Fact]
    public void A_chat_can_be_made_temporary_only_before_its_first_turn()
    {
        bool? asked = null;
        var toggle = Render<TemporaryToggle>(p => p.Add(c => c.IsOn, false).Add(c => c.CanChange, true).Add(c => c.OnToggle, on => asked = on));
        toggle.Find("button").Click();
        Assert.True(asked);

        toggle.Render(p => p.Add(c => c.IsOn, true).Add(c => c.CanChange, false));

        Assert.Empty(toggle.FindAll("button"));
        Assert.Contains("Temporary", toggle.Find("[data-testid=temporary-chip]").TextContent);
    }

    [Fact]
    public void A_branched_chat_names_its_origin_and_one_without_says_nothing()
    {
        var chat = new SessionView
        {
            Id = Guid.NewGuid(), Title = "a", Settings = new RunSettings { Model = "m" }, SystemInstruction = "", UpdatedAt = Now, Turns = [], EarlierTurns = 0,
            OriginId = Guid.NewGuid(), OriginTitle = "Damaged parcel",
        };

        Assert.Equal($"/sessions/{chat.OriginId}", Render<OriginNote>(p => p.Add(c => c.Session, chat)).Find("a").GetAttribute("href"));
        Assert.Contains("a chat that is gone", Render<OriginNote>(p => p.Add(c => c.Session, chat with { OriginTitle = null })).Markup);
        Assert.Equal("", Render<OriginNote>(p => p.Add(c => c.Session, chat with { OriginId = null })).Markup.Trim());
    }

    [Fact]
    public void The_map_gives_each_branch_a_column_and_each_model_a_colour()
    {
        var (root, first, second, below) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var layout = new BranchLayout(
        [
            Node(root, null, null), Node(first, root, "a"), Node(second, root, "b"), Node(below, first, null),
        ]);

        Assert.Equal([root, first, below, second], layout.Places.Select(p => p.Node.Id));
        Assert.Equal([0, 0, 0, 1], layout.Places.Select(p => p.Column));
        Assert.Equal([0, 1, 0, 2], layout.Places.Select(p => layout.ColourOf(p.Node)));

        static BranchNode Node(Guid id, Guid? parent, string? model) => new(id, parent, model is null ? "user" : "model", TurnState.Completed, model, "");
    }

    [Fact]
    public void A_map_of_a_thousand_turns_below_each_other_is_one_column()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).ToList();

        var layout = new BranchLayout([.. ids.Select((id, i) => new BranchNode(id, i == 0 ? null : ids[i - 1], "user", TurnState.Completed, null, ""))]);

        Assert.Equal(1, layout.Columns);
        Assert.Equal(1000, layout.Places.Count);
    }
}
