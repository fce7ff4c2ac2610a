using System.Text.Json.Nodes;
using GeminiStudio.Functions;

namespace GeminiStudio.Tests.Functions;

public sealed class SchemaCheckTests
{
    private const string Schema =
        """
        {"type":"OBJECT","properties":{
          "size":{"type":"STRING","enum":["S","M"],"nullable":true},"count":{"type":"INTEGER","minimum":"1"},
          "tags":{"type":"ARRAY","items":{"type":"STRING","pattern":"^[a-z]+$"}}},"required":["count"]}
        """;

    [Theory]
    [InlineData("""{"count":2,"size":"S","tags":["a"]}""")]
    [InlineData("""{"count":1,"size":null}""")]
    public void A_value_that_fits_has_no_marks(string value) => Assert.Empty(SchemaCheck.Find(JsonNode.Parse(Schema), JsonNode.Parse(value)));

    [Theory]
    [InlineData("""{"count":0}""", "/count")]
    [InlineData("""{"count":"2"}""", "/count")]
    [InlineData("""{"count":2,"size":"XL"}""", "/size")]
    [InlineData("""{"count":2,"tags":["a",7]}""", "/tags/1")]
    [InlineData("""{"count":2,"tags":["A1"]}""", "/tags/0")]
    [InlineData("""{"size":"S"}""", "")]
    public void A_value_that_does_not_fit_is_marked_at_its_path(string value, string path) =>
        Assert.Contains(SchemaCheck.Find(JsonNode.Parse(Schema), JsonNode.Parse(value)), m => m.Path == path);

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""")]
    [InlineData("""{"$ref":"#/nowhere"}""")]
    [InlineData("""{"type":"string","pattern":"(a+)+$"}""")]
    [InlineData("""{"type":"strange"}""")]
    public void A_schema_that_cannot_be_used_ends_the_check_and_refuses_nothing(string schema) =>
        Assert.Empty(SchemaCheck.Find(JsonNode.Parse(schema), new string('a', 40) + "!"));

    [Fact]
    public void A_schema_may_hold_itself_a_level_down()
    {
        var schema = JsonNode.Parse("""{"type":"object","properties":{"child":{"$ref":"#"},"n":{"type":"integer"}}}""");

        Assert.Equal("/child/child/n", Assert.Single(SchemaCheck.Find(schema, JsonNode.Parse("""{"child":{"child":{"n":"x"}}}"""))).Path);
    }
}
