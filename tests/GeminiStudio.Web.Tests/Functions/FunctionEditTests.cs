using GeminiStudio.Functions;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Functions;

namespace GeminiStudio.Web.Tests.Functions;

public sealed class FunctionEditTests
{
    private const string Declarations =
        """[{"name":"find","description":"Finds.","parameters":{"type":"OBJECT","properties":{"kind":{"type":"STRING","enum":["a","b"]}},"x-own":1}},{"name":"open"}]""";

    private static readonly FunctionSettings Kept = new()
    {
        IsOn = true, Declarations = Declarations, Mode = "ANY", AllowedNames = ["open"],
        Answers = new FunctionAnswers { Functions = new Dictionary<string, FunctionAnswer> { ["find"] = new() { Kind = AnswerKind.Mock, Mock = "{}" } } }.Write(),
    };

    [Fact]
    public void What_is_opened_and_saved_without_a_change_is_the_same()
    {
        var result = new FunctionEdit(Kept).Result(isOn: true);

        Assert.Equal((Kept.Declarations, Kept.Mode, Kept.Answers), (result.Declarations, result.Mode, result.Answers));
        Assert.Equal(Kept.AllowedNames, result.AllowedNames);
    }

    [Fact]
    public void JSON_that_is_typed_is_the_tree_and_a_new_name_keeps_its_answer()
    {
        var edit = new FunctionEdit(Kept);
        edit.Show(asText: true);

        edit.SetText(edit.Text.Replace("\"find\"", "\"search\"", StringComparison.Ordinal));
        edit.Show(asText: false);

        Assert.Equal("search", edit.Current.Name);
        Assert.Equal(AnswerKind.Mock, FunctionAnswers.Read(edit.Result(isOn: true).Answers).Of("search").Kind);
    }

    [Fact]
    public void Broken_JSON_names_its_line_and_the_tree_stays_as_it_was()
    {
        var edit = new FunctionEdit(Kept);
        edit.Show(asText: true);

        edit.SetText("{\n  \"name\": \"find\",\n  oops\n}");

        Assert.StartsWith("Line 3.", Assert.Single(edit.Problems), StringComparison.Ordinal);
        Assert.Equal("Finds.", edit.Current.Description);
    }

    [Fact]
    public void A_list_that_is_typed_takes_the_place_of_one_function()
    {
        var edit = new FunctionEdit(null);
        edit.Show(asText: true);

        edit.SetText("""[{"name":"one"},{"name":"two"}]""");

        Assert.Equal("""[{"name":"one"},{"name":"two"}]""", edit.Result(isOn: true).Declarations);
    }

    [Fact]
    public void Saving_allows_the_host_that_is_written_and_no_other()
    {
        var edit = new FunctionEdit(Kept);
        edit.Answer = new() { Kind = AnswerKind.Http, Http = new() { Url = "https://ops.example:8443/x/{id}", Host = "evil.example" } };

        Assert.Empty(edit.Problems);
        Assert.Equal("ops.example:8443", FunctionAnswers.Read(edit.Result(isOn: true).Answers).Of("find").Http!.Host);
    }

    [Theory]
    [InlineData("https://{host}/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public void An_endpoint_without_a_fixed_host_cannot_be_saved(string url)
    {
        var edit = new FunctionEdit(Kept);
        edit.Answer = new() { Kind = AnswerKind.Http, Http = new() { Url = url } };

        Assert.Contains("host is fixed", Assert.Single(edit.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_functions_of_one_name_cannot_be_saved()
    {
        var edit = new FunctionEdit(Kept);
        edit.Select(1);
        edit.Current.Name = "find";

        Assert.Equal("Two functions are named find.", Assert.Single(edit.Problems));
    }

    [Fact]
    public void A_session_without_functions_that_saves_an_untouched_editor_has_none_on() => Assert.False(new FunctionEdit(null).Result(isOn: true).IsOn);

    [Fact]
    public void A_csharp_type_becomes_a_function_and_an_enum_its_one_parameter()
    {
        Assert.Equal("Parcel", Assert.Single(FunctionImport.Read("csharp", "public record Parcel(int Id);").Found).Item1.Name);
        Assert.Equal("value", Assert.Single(Assert.Single(FunctionImport.Read("csharp", "public enum Size { S, M }").Found).Item1.Parameters.Properties).Name);
        Assert.StartsWith("Line 1.", FunctionImport.Read("csharp", "public record (").Problem, StringComparison.Ordinal);
    }
}
