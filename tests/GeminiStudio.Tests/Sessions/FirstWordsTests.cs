using System.Text.Json;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class FirstWordsTests
{
    [Theory]
    [InlineData("""[{"text":"Hello\nthere"}]""", "Hello there")]
    [InlineData("""[{"text":"**Thinking**","thought":true},{"text":"The answer"}]""", "The answer")]
    [InlineData("""[{"thought":true,"text":"**Thinking**"},{"text":""},{"functionCall":{"name":"f","args":{"text":"no"}}}]""", "**Thinking**")]
    [InlineData("""[{"inlineData":{"data":"AAAA"}},{"text":"What is it?"}]""", "What is it?")]
    [InlineData("[]", "")]
    [InlineData("no json", "")]
    public void The_first_words_are_those_a_person_sees(string parts, string words) => Assert.Equal(words, FirstWords.Of(parts));

    [Theory]
    [InlineData("""[{"text":"A long answer that was cu""", "A long answer that was cu")]
    [InlineData("""[{"text":"It ends in the middle of an escape \u00""", "It ends in the middle of an escape")]
    [InlineData("""[{"text":"Thought","thought":true},{"text":"Said \"so""", "Said \"so")]
    public void A_text_that_is_cut_off_still_has_a_beginning(string parts, string words) => Assert.Equal(words, FirstWords.Of(parts));

    [Fact]
    public void Any_cut_of_any_text_is_a_beginning_of_it()
    {
        var text = string.Concat(Enumerable.Repeat("a\"b\\c\nd\u00e9😀 ", 12));
        var parts = $$"""[{"text":{{JsonSerializer.Serialize(text)}}}]""";

        for (var length = 12; length < parts.Length; length++)
        {
            Assert.StartsWith(FirstWords.Of(parts[..length]).TrimEnd('…').TrimEnd('\uFFFD'), text.Replace('\n', ' '), StringComparison.Ordinal);
        }
    }
}
