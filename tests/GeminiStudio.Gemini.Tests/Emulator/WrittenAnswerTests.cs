using GeminiStudio.Emulator.Answers.Composing;
using Xunit;

namespace GeminiStudio.Gemini.Tests.Emulator;

public sealed class WrittenAnswerTests
{
    [Fact]
    public void A_loans_payment_is_worked_out() =>
        Assert.Equal(361.81, Math.Round(Loans.Payment(12_000, 36, 0.054 / 12), 2));

    [Fact]
    public async Task The_shortest_round_trip_is_found()
    {
        await using var session = await EmulatorSession.StartAsync();

        var answer = await session.TextAsync("A courier visits A, B, C and D and comes back. A-B 4 km, A-C 7, A-D 3, B-C 2, B-D 5, C-D 6. Which round trip is shortest?");

        Assert.Contains("**The shortest is A → B → C → D → A, 15 in all.**", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Explain how a vaccine works", "rehearsal")]
    [InlineData("Compare SQLite, PostgreSQL and MySQL in a table", "| **Best for** |")]
    [InlineData("Write a C# method that parses durations such as \"1h 20m\" into a TimeSpan", "public static bool TryParse")]
    [InlineData("What is a black hole?", "event horizon")]
    [InlineData("A loan of 12,000 euros runs 36 months at 5.4 % a year. What is the monthly payment?", "**361.81**")]
    [InlineData("Name the loan payment for $1,000 over 1 year at 12%", "88.85")]
    public async Task A_question_gets_an_answer_that_fits(string prompt, string expected)
    {
        await using var session = await EmulatorSession.StartAsync();

        Assert.Contains(expected, await session.TextAsync(prompt), StringComparison.Ordinal);
    }
}
