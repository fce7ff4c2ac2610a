using GeminiStudio.Data;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class SafetyBlockTests
{
    [Theory]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY","safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"MEDIUM","blocked":true},{"category":"HARM_CATEGORY_HATE_SPEECH","probability":"HIGH"}]}]}""", "HARM_CATEGORY_HARASSMENT MEDIUM")]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[{"category":"A","probability":"LOW"},{"category":"B","probability":"HIGH"}]}}""", "B HIGH")]
    [InlineData("""{"candidates":[{"safetyRatings":"none"}],"promptFeedback":7}""", "")]
    [InlineData("""{"candidates":[]}""", "")]
    [InlineData("broken", "")]
    [InlineData(null, "")]
    public void The_categories_that_blocked_are_read_and_nothing_else(string? envelope, string expected) =>
        Assert.Equal(expected, string.Join(' ', View(envelope).Blocks.Select(b => $"{b.Category} {b.Probability}")));

    private static TurnView View(string? envelope) => TurnReader.View(
        new Turn
        {
            Id = Guid.NewGuid(), SessionId = Guid.NewGuid(), OwnerId = Guid.NewGuid(), Sequence = 1, Role = "model", State = TurnState.Blocked, Parts = "[]",
            Envelope = envelope, CreatedAt = DateTime.UnixEpoch,
        },
        []);
}
