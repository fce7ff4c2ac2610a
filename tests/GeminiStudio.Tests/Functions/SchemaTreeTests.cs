using System.Text.Json.Nodes;
using GeminiStudio.Functions;

namespace GeminiStudio.Tests.Functions;

public sealed class SchemaTreeTests
{
    private const string Declaration =
        """
        {"name":"lookup_shipment","description":"Last scan.","behavior":"BLOCKING","parameters":{"type":"OBJECT","properties":{
          "order_id":{"type":"STRING","pattern":"^TW-[0-9]{5}$","x-own":[1,{"a":null}]},
          "include":{"type":"ARRAY","maxItems":"3","items":{"type":"STRING","enum":["scans","cover","photos"]}},
          "window":{"type":"OBJECT","nullable":true,"properties":{"from":{"type":"STRING","format":"date"},"to":{"type":"STRING"}},"required":["from"]},
          "odd":{"anyOf":[{"type":"STRING"},{"type":"INTEGER"}]}
        },"required":["window","order_id"],"propertyOrdering":["order_id","include","window","odd"]},"response":{"type":"OBJECT"}}
        """;

    [Fact]
    public void A_declaration_with_nested_objects_enums_and_lists_is_the_same_after_the_tree()
    {
        var json = JsonNode.Parse(Declaration)!.AsObject();

        var again = FunctionDraft.Read(json).ToJson();

        Assert.Equal(json.ToJsonString(), again.ToJsonString()); // order and unknown keywords, too
    }

    [Theory]
    [InlineData("""{"type":["string","null"],"$defs":{"a":{"type":"integer"}},"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"any":true,"none":false},"required":[]}""")]
    [InlineData("""{"type":"array","items":[{"type":"string"}],"required":["ghost"]}""")]
    public void What_the_tree_does_not_know_it_keeps(string schema) =>
        Assert.Equal(JsonNode.Parse(schema)!.ToJsonString(), SchemaNode.Read(JsonNode.Parse(schema)).ToJson().ToJsonString());

    [Fact]
    public void A_tree_built_by_hand_becomes_JSON_and_the_same_tree_again()
    {
        var draft = FunctionDraft.New("find");
        var filter = draft.Parameters.AddProperty();
        (filter.Name, filter.IsRequired) = ("filter", true);
        SchemaKind.Set(filter, "object list");
        var kind = SchemaKind.Inner(filter).AddProperty();
        kind.Name = "kind";
        SchemaKind.Set(kind, "enum");
        kind.Enum = ["new", "old"];

        var json = draft.ToJson();

        Assert.Equal(
            """{"name":"find","parameters":{"type":"object","properties":{"filter":{"type":"array","items":{"type":"object","properties":{"kind":{"type":"string","enum":["new","old"]}}}}},"required":["filter"]}}""",
            json.ToJsonString());
        Assert.Equal(json.ToJsonString(), FunctionDraft.Read(json).ToJson().ToJsonString());
        Assert.Equal("object list", SchemaKind.Of(FunctionDraft.Read(json).Parameters.Properties[0]));
    }

    [Fact]
    public void A_renamed_property_keeps_its_place_among_required_ones()
    {
        var draft = FunctionDraft.Read(JsonNode.Parse(Declaration)!.AsObject());

        draft.Parameters.Properties[0].Name = "number";
        draft.Parameters.Properties.RemoveAt(1);

        var parameters = draft.ToJson()["parameters"]!;
        Assert.Equal("""["window","number"]""", parameters["required"]!.ToJsonString());
        Assert.Equal("""["number","window","odd"]""", parameters["propertyOrdering"]!.ToJsonString());
    }

    [Fact]
    public void Null_is_a_value_in_both_spellings()
    {
        var schema = SchemaNode.Read(JsonNode.Parse("""{"type":["string","null"]}"""));
        schema.Type = "integer";
        Assert.Equal("""{"type":"integer","nullable":true}""", schema.ToJson().ToJsonString());

        schema.IsNullable = false;
        Assert.Equal("""{"type":"integer"}""", schema.ToJson().ToJsonString());
    }

    [Theory]
    [InlineData("{\n  \"name\": \"a\",\n  \"parameters\": {,\n}", 3)]
    [InlineData("{\n  \"name\": \"a\",\n  \"name\": \"b\"\n}", 3)]
    [InlineData("{\n  \"name\": \"a b\"\n}", 2)]
    [InlineData("{\"name\":\"a\",\n\"parameters\":{\"type\":\"object\",\n\"properties\":{\n\"x\":{\"type\":\"str\"}}}}", 4)]
    [InlineData("{\"name\":\"a\",\n\"parameters\":{\"type\":\"object\",\n\"required\":[\"x\",\n\"y\"],\"properties\":{\"x\":{\"type\":\"string\"}}}}", 4)]
    [InlineData("{\"name\":\"a\",\"parametersJsonSchema\":{\n\"$ref\":\"#\"}}", 2)]
    [InlineData("{\"name\":\"a\",\n\"parameters\":{\"type\":\"array\"}}", 2)]
    [InlineData("", 1)]
    public void What_is_wrong_is_told_with_its_line(string text, int line)
    {
        var problem = Assert.Single(SchemaRules.OfFunctions(JsonSource.Parse(text)), p => p.IsError);

        Assert.Equal(line, problem.Line);
    }

    [Fact]
    public void A_schema_too_deep_is_refused_with_its_line() =>
        Assert.NotNull(JsonSource.Parse(string.Concat(Enumerable.Repeat("{\"a\":\n", 70)) + "1" + new string('}', 70)).Problem);

    [Fact]
    public void A_sample_becomes_a_schema_in_which_only_what_all_have_is_required()
    {
        var schema = SampleSchema.Of(JsonNode.Parse("""{"at":"2026-11-24","n":1,"items":[{"a":1,"b":null},{"a":1.5,"b":"x","c":true}]}"""));

        Assert.Equal(
            """{"type":"object","properties":{"at":{"type":"string","format":"date"},"n":{"type":"integer"},"items":{"type":"array","items":{"type":"object","properties":{"a":{"type":"number"},"b":{"type":"string","nullable":true},"c":{"type":"boolean"}},"required":["a"]}}},"required":["at","n","items"]}""",
            schema.ToJsonString());
    }
}
