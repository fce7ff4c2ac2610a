using GeminiStudio.Data;
using GeminiStudio.Functions;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Functions;
using System.Text.Json.Nodes;

namespace GeminiStudio.Web.Tests.Functions;

public sealed class SchemaScreenTests : Screen
{
    [Fact]
    public void Rows_of_the_tree_change_the_schema_in_place()
    {
        var root = SchemaNode.Read(JsonNode.Parse("""{"type":"object","properties":{"a":{"type":"string"}}}"""));
        var changes = 0;
        var tree = Render<SchemaTree>(p => p.Add(t => t.Node, root).Add(t => t.Changed, () => changes++));

        tree.Find("[data-testid=schema-name]").Change("first");
        tree.Find("[data-testid=schema-required]").Change(true);
        tree.Find("[data-testid=schema-type]").Change("enum");
        tree.Find("[data-testid=schema-enum]").Change("x, y, x");
        tree.Find("[data-testid=schema-add]").Click();
        tree.FindAll("[data-testid=schema-name]")[1].Change("first"); // taken: not a second one

        Assert.Equal(
            """{"type":"object","properties":{"first":{"type":"string","enum":["x","y"]},"field_2":{"type":"string"}},"required":["first"]}""",
            root.ToJson().ToJsonString());
        Assert.Equal(5, changes);
    }

    [Fact]
    public void Constraints_and_order_are_behind_more()
    {
        var root = SchemaNode.Read(JsonNode.Parse("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}}}"""));
        var tree = Render<SchemaTree>(p => p.Add(t => t.Node, root).Add(t => t.Changed, () => { }));

        tree.FindAll("[data-testid=schema-more]")[0].Click();
        tree.Find("[aria-label=From]").Change("1");
        tree.Find("[aria-label='Move a down']").Click();

        Assert.Equal("""{"type":"object","properties":{"b":{"type":"string"},"a":{"type":"integer","minimum":1}}}""", root.ToJson().ToJsonString());
    }

    [Fact]
    public void A_line_that_does_not_fit_is_marked()
    {
        var shown = Render<JsonLines>(p => p.Add(l => l.Json, "{\n  \"a\": 1\n}").Add(l => l.Marks, [new Misfit("/a", "Too small")]));

        Assert.Equal("2\n", shown.Find(".ln .x").TextContent);
        Assert.Equal("1\n2\n3\n", shown.Find(".ln").TextContent);
        Assert.Equal("Line 2 /a Too small", shown.Find("[data-testid=misfits] span").TextContent);
    }

    [Theory]
    [InlineData("""[{"a":1}]""", "Fits the schema")]
    [InlineData("""[{"a":"x"}]""", "1 place does not fit the schema")]
    [InlineData("""[{"a":1""", "No valid JSON, line 1: This is no JSON, near column 8: [{\"a\":1")]
    public void An_answer_in_a_given_shape_is_checked_as_it_ends(string text, string verdict)
    {
        var structured = new StructuredOutput { IsOn = true, Schema = """{"type":"ARRAY","items":{"type":"OBJECT","properties":{"a":{"type":"INTEGER"}}}}""" };
        var turn = Model(TurnState.Completed, text) with { Settings = new RunSettings { Model = "gemini-3.8-flash", Structured = structured } };

        Assert.Equal(verdict, Render<AnswerShape>(p => p.Add(a => a.Turn, turn)).Find("[data-testid=shape-verdict] span").TextContent);
    }

    [Fact]
    public void A_schema_changes_its_text_and_a_text_its_schema()
    {
        var edit = new SchemaEdit(null);
        edit.Root.AddProperty();
        edit.TreeChanged();
        Assert.Contains("field_1", edit.Text, StringComparison.Ordinal);

        edit.SetText("""{"type":"object","properties":{"n":{"type":"integer","x-own":true}}}""");
        Assert.Equal("n", Assert.Single(edit.Root.Properties).Name);
        Assert.Equal("""{"type":"object","properties":{"n":{"type":"integer","x-own":true}}}""", edit.Result().Schema);

        Assert.Null(edit.Build("public enum Size { S, M }"));
        Assert.Equal(("text/x.enum", """{"type":"string","enum":["S","M"]}"""), (edit.Result().MimeType, edit.Result().Schema));
    }
}
