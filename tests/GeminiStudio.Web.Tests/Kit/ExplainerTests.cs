using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;
using GeminiStudio.Web.Kit;

namespace GeminiStudio.Web.Tests.Kit;

/// <summary>A limit or a block is explained: which one, until when, what to do.</summary>
public sealed class ExplainerTests : Screen
{
    [Theory]
    [InlineData("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", 10L, GeminiErrorKind.RateLimited, 30, "Requests per minute, 10, free tier", "Google asks to wait 30 s more.")]
    [InlineData("GenerateContentInputTokensPerModelPerMinute-FreeTier", 250_000L, GeminiErrorKind.RateLimited, 5, "Tokens per minute, 250,000, free tier", "Google asks to wait 5 s more.")]
    [InlineData("GenerateRequestsPerMinutePerProjectPerModel", 1_000L, GeminiErrorKind.RateLimited, 0, "Requests per minute, 1,000.", null)]
    [InlineData("GenerateContentPaidTierInputTokensPerModelPerMinute", 1_000_000L, GeminiErrorKind.RateLimited, 61, "Tokens per minute, 1,000,000", "Google asks to wait 1 min 1 s more.")]
    [InlineData("GenerateRequestsPerDayPerProjectPerModel-FreeTier", 250L, GeminiErrorKind.QuotaExhausted, 0, "Requests per day, 250, free tier", "Google's limit begins anew in 20 h 56 min.")]
    [InlineData("SomethingNew", null, GeminiErrorKind.RateLimited, 10, "SomethingNew", "Google asks to wait 10 s more.")]
    public void A_limit_is_named_with_its_time_and_three_ways_on(string quota, long? limit, GeminiErrorKind kind, int wait, string names, string? clock)
    {
        var error = new TurnError { Kind = kind, Message = "x", HttpStatus = 429, Quotas = [new(quota, null, limit, null)], RetryAt = wait == 0 ? null : Now.AddSeconds(wait) };

        var card = Render<OutcomeCard>(p => p.Add(c => c.Turn, Model(TurnState.Failed) with { Error = error }));

        Assert.Contains(names, card.Markup);
        Assert.Equal(clock, card.FindAll("[data-testid=retry-clock]").SingleOrDefault()?.TextContent);
        var buttons = card.FindAll("button").Select(b => b.TextContent).ToList();
        Assert.Contains("Pick another model", buttons);
        Assert.Contains("Open keys", buttons);
        Assert.Equal(kind == GeminiErrorKind.RateLimited, buttons.Contains("Run again"));
    }

    [Fact]
    public void Two_limits_at_once_are_both_named()
    {
        var error = new TurnError
        {
            Kind = GeminiErrorKind.RateLimited, Message = "x", Quotas = [new("GenerateRequestsPerMinute", null, 5, null), new("InputTokensPerMinute", null, 900, "gemini-3.8-flash")],
        };

        Assert.StartsWith("Requests per minute, 5. Tokens per minute, 900, gemini-3.8-flash. ", OutcomeText.For(Model(TurnState.Failed) with { Error = error })!.Reason);
    }

    [Fact]
    public void A_block_names_its_category_and_the_setting_that_made_it()
    {
        var asked = default(OutcomeAction?);
        var turn = Model(TurnState.Blocked, "Half") with
        {
            FinishReason = "SAFETY",
            Blocks = [new("HARM_CATEGORY_HARASSMENT", "MEDIUM"), new("HARM_CATEGORY_DANGEROUS_CONTENT", "HIGH")],
            Settings = new RunSettings { Model = "m", Safety = new Dictionary<string, string> { ["HARM_CATEGORY_HARASSMENT"] = "BLOCK_MEDIUM_AND_ABOVE" } },
        };

        var card = Render<OutcomeCard>(p => p.Add(c => c.Turn, turn).Add(c => c.OnAction, a => asked = a));

        Assert.Equal("The model stopped for its safety filters: harassment, medium; dangerous content, high", card.Find("h2").TextContent);
        Assert.Contains("Harassment is set to \"Block medium and above\"; Dangerous content is at Google's default.", card.Find(".hd p").TextContent);
        card.Find(".btn.pri").Click();
        Assert.Equal(OutcomeAction.ChangeSafety, asked);
    }

    [Theory]
    [InlineData("SAFETY", true)]
    [InlineData("PROHIBITED_CONTENT", false)]
    public void Safety_settings_are_offered_where_they_help(string reason, bool help) =>
        Assert.Equal(help, OutcomeText.For(Model(TurnState.Blocked) with { BlockReason = reason })!.Actions.Contains(OutcomeAction.ChangeSafety));
}
