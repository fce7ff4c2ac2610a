using System.Text.Json.Nodes;
using GeminiStudio.Sessions;
using GeminiStudio.TestRig;

namespace GeminiStudio.Tests.Sessions;

public sealed class GroundingTests
{
    [Fact]
    public void Marks_stand_where_Google_counted_in_bytes()
    {
        var (text, grounding) = Recorded("unary-success-google-search-grounding.json");

        Assert.Equal(["accuweather.com", "Weather information for locality: London"], grounding.Sources.Select(s => s.Title));
        Assert.Equal(["current weather in London"], grounding.Queries);
        Assert.True(grounding.HasSuggestions);
        Assert.Equal(
            ["The current weather in London, United Kingdom is cloudy.", "The temperature is 67°F (19°C), but it feels like 75°F (24°C).", "There is a 0% chance of rain, and the humidity is around 41%."],
            grounding.Spans.Select(s => text[s.Start..s.End]));
        Assert.Equal([[1], [2], [2]], grounding.Spans.Select(s => s.Sources));
    }

    [Fact]
    public void Each_fetched_page_has_its_status_and_a_source_that_is_missing_marks_nothing()
    {
        var (_, grounding) = Recorded("unary-success-url-context-mixed-validity.json");

        Assert.Equal(["ERROR", "SUCCESS", "ERROR"], grounding.Urls.Select(u => u.Status));
        Assert.Equal([1], Assert.Single(grounding.Spans).Sources); // two more name sources that were not sent
    }

    [Fact]
    public void Known_texts_are_sources_with_their_licence()
    {
        var (_, grounding) = Recorded("unary-success-citations.json");

        Assert.NotEmpty(grounding.Sources);
        Assert.All(grounding.Sources, s => Assert.True(s.Number > 0));
    }

    [Theory]
    [InlineData("unary-success-google-maps-grounding.json")]
    [InlineData("unary-success-google-search-grounding-empty-grounding-chunks.json")]
    [InlineData("unary-success-url-context.json")]
    public void Every_recorded_answer_is_read(string file)
    {
        var (text, grounding) = Recorded(file);

        Assert.All(grounding.Spans, s => Assert.InRange(s.End, s.Start + 1, text.Length));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"candidates":[{"groundingMetadata":{}}]}""")]
    [InlineData("""{"candidates":[{"groundingMetadata":[1]}]}""")]
    [InlineData("""{"candidates":[{"groundingMetadata":{"groundingSupports":[{"segment":{"startIndex":-3,"endIndex":2147483647}}],"groundingChunks":7}}]}""")]
    [InlineData("not json \"groundingMetadata\"")]
    public void What_cannot_be_read_names_nothing(string envelope) => Assert.Null(GroundingReader.Read(envelope, ["Hello"]));

    [Fact]
    public void A_count_that_falls_into_a_character_goes_by_what_is_quoted()
    {
        const string Envelope = """{"candidates":[{"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a.example","title":"A"}}],"groundingSupports":[{"segment":{"startIndex":1,"endIndex":4,"text":"Grüße"},"groundingChunkIndices":[0]}]}}]}""";

        var span = Assert.Single(GroundingReader.Read(Envelope, ["🎉 Grüße!"])!.Spans);

        Assert.Equal((3, 8), (span.Start, span.End));
    }

    private static (string Text, Grounding Grounding) Recorded(string file)
    {
        var json = File.ReadAllText(RepositoryRoot.Path("tests", "GeminiStudio.Gemini.Tests", "Recorded", file));
        var texts = JsonNode.Parse(json)!["candidates"]![0]!["content"]!["parts"]!.AsArray().Select(p => (string?)p!["text"]).OfType<string>().ToList();
        return (string.Concat(texts), GroundingReader.Read(json, texts)!);
    }
}
