using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class ToolRulesTests
{
    private static readonly ModelInfo New = new()
    {
        Id = "new", ApiId = "new", DisplayName = "New", StructuredOutput = true, OutputTokenLimit = 10,
        Tools = ["functionDeclarations", "googleSearch", "codeExecution", "urlContext"],
    };

    private static readonly ModelInfo Old = New with { DisplayName = "Old", CombinesTools = false };

    private static readonly RunSettings WithFunctions =
        new() { Model = "m", Functions = new FunctionSettings { IsOn = true, Declarations = """[{"name":"f"}]""" } };

    [Theory]
    [InlineData("googleSearch", "Old does not take Google Search together with Functions.")]
    [InlineData("codeExecution", "Old does not take Code execution together with Functions.")]
    [InlineData("structuredOutput", "Old does not take Structured output together with Functions.")]
    [InlineData("functions", null)]
    public void An_older_model_takes_functions_alone(string tool, string? obstacle)
    {
        Assert.Equal(obstacle, ToolRules.Obstacle(Old, WithFunctions, tool));
        Assert.Null(ToolRules.Obstacle(New, WithFunctions, tool));
    }

    [Fact]
    public void A_tool_that_the_model_does_not_have_is_named() =>
        Assert.Equal("New does not take Google Search.", ToolRules.Obstacle(New with { Tools = [] }, WithFunctions, "googleSearch"));

    [Fact]
    public void A_clash_is_refused_before_it_is_sent_and_names_both()
    {
        var settings = WithFunctions with { GoogleSearch = true };

        Assert.Equal("Old does not take Google Search together with Functions. Switch one of them off.", Assert.Single(SettingsCheck.Find(Old, settings)).Description);
        Assert.Empty(SettingsCheck.Find(New, settings));
        Assert.Empty(SettingsCheck.Find(Old, settings with { Functions = settings.Functions! with { IsOn = false } }));
    }

    [Theory]
    [InlineData("[{\n\"name\": }]", "Functions is no JSON: line 2.")]
    [InlineData("{}", "Functions must be a JSON array.")]
    public void Broken_declarations_are_refused_with_their_line(string declarations, string problem) =>
        Assert.Equal(problem, Assert.Single(SettingsCheck.Find(New, WithFunctions with { Functions = WithFunctions.Functions! with { Declarations = declarations } })).Description);
}
