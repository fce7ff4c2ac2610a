using GeminiStudio.Gemini.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GeminiStudio.Gemini.Tests;

public sealed class ModelCatalogTests
{
    private const string Live = """
        {"models":[{"name":"models/gemini-3.8-flash","displayName":"Other words","inputTokenLimit":2000000,"outputTokenLimit":70000,"supportedGenerationMethods":["generateContent"],"new":{"x":1}},
        {"name":"models/gemini-5-next","displayName":"Gemini 5 Next","inputTokenLimit":5000,"outputTokenLimit":600,"supportedGenerationMethods":["generateContent"],"temperature":1,"maxTemperature":2,"topP":0.95,"topK":64},
        {"name":"models/veo-9","supportedGenerationMethods":["predictLongRunning"]}]}
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Before_any_list_was_read_the_file_stands_alone()
    {
        using var catalog = new ModelCatalog(ScriptedClient.Answering("{}"), _time);

        Assert.Equal("gemini-3.8-flash", catalog.All[0].Id);
        Assert.All(catalog.All, m => Assert.Null(m.IsListed));
        Assert.Null(catalog.ListedAt);
        Assert.True(catalog.IsStale);
    }

    [Fact]
    public async Task The_list_adds_what_the_file_lacks_and_says_what_is_gone()
    {
        using var catalog = new ModelCatalog(ScriptedClient.Answering(Live), _time);

        Assert.True(await catalog.RefreshAsync(null, TestContext.Current.CancellationToken));

        Assert.Equal(_time.GetUtcNow(), catalog.ListedAt);
        var flash = catalog.Find("gemini-3.8-flash");
        Assert.Equal(("Gemini 3.8 Flash", 2_000_000, 70_000, true), (flash.DisplayName, flash.InputTokenLimit, flash.OutputTokenLimit, flash.IsListed));
        Assert.Equal(70_000, flash.Parameters["maxOutputTokens"].Maximum);
        var next = catalog.Find("gemini-5-next");
        Assert.Equal(("Gemini 5 Next", 600, true, true, 2.0), (next.DisplayName, next.OutputTokenLimit, next.IsKnown, next.Generates, next.Parameters["temperature"].Maximum));
        Assert.False(catalog.Find("veo-9").Generates);
        Assert.False(catalog.Find("gemma-3-4b-instruct").IsListed);
        Assert.Equal(["gemini-3.8-flash", "gemini-5-next", "veo-9"], catalog.All.Take(3).Select(m => m.Id));
    }

    [Theory]
    [InlineData("gemini-3-flash", "gemini-3-flash")]
    [InlineData("gemini-3-flash-preview", "gemini-3-flash")]
    [InlineData("models/gemini-3-flash-preview", "gemini-3-flash")]
    [InlineData("models/gemini-pro", "gemini-pro")]
    public void A_model_is_found_by_either_id(string asked, string id)
    {
        using var catalog = new ModelCatalog(ScriptedClient.Answering("{}"), _time);

        Assert.Equal(id, catalog.Find(asked).Id);
    }

    [Fact]
    public void A_model_that_nobody_knows_can_be_used_with_safe_assumptions()
    {
        using var catalog = new ModelCatalog(ScriptedClient.Answering("{}"), _time);

        var model = catalog.Find("models/gemini-next");

        Assert.Equal(("gemini-next", "gemini-next", false, true), (model.Id, model.ApiId, model.IsKnown, model.Generates));
        Assert.Empty(model.Tools);
        Assert.Empty(model.Prices);
        Assert.Null(model.Thinking);
    }

    [Fact]
    public async Task All_pages_of_the_list_are_read_with_the_key()
    {
        var client = new ScriptedClient((call, n, _) => ScriptedClient.Yield(n == 1
            ? """{"models":[{"name":"models/a"}],"nextPageToken":"t/+="}"""
            : """{"models":[{"name":"models/b"}]}"""));
        using var catalog = new ModelCatalog(client, _time);

        await catalog.RefreshAsync(new Secret(Calls.Key), TestContext.Current.CancellationToken);

        Assert.Equal(["pageSize=1000", "pageSize=1000&pageToken=t%2F%2B%3D"], client.Calls.Select(c => c.Query));
        Assert.All(client.Calls, c => Assert.Equal((GeminiMethod.ListModels, new Secret(Calls.Key)), (c.Method, c.Key)));
        Assert.True(catalog.Find("a").IsKnown && catalog.Find("b").IsKnown);
    }

    [Fact]
    public async Task A_server_that_repeats_its_page_for_ever_is_asked_twenty_times()
    {
        var client = ScriptedClient.Answering("""{"models":[{"name":"models/a"}],"nextPageToken":"again"}""");
        using var catalog = new ModelCatalog(client, _time);

        await catalog.RefreshAsync(null, TestContext.Current.CancellationToken);

        Assert.Equal(20, client.Calls.Count);
    }

    [Fact]
    public async Task A_list_is_read_once_an_hour_and_once_for_all_who_ask_together()
    {
        var client = ScriptedClient.Answering(Live);
        using var catalog = new ModelCatalog(client, _time);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => catalog.RefreshAsync(null, TestContext.Current.CancellationToken)));
        _time.Advance(TimeSpan.FromMinutes(59));
        await catalog.RefreshAsync(null, TestContext.Current.CancellationToken);
        Assert.Single(client.Calls);

        _time.Advance(TimeSpan.FromMinutes(1));
        await catalog.RefreshAsync(null, TestContext.Current.CancellationToken);
        Assert.Equal(2, client.Calls.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"models":5}""")]
    [InlineData(null)]
    public async Task When_the_list_cannot_be_read_the_last_one_stays_with_its_date(string? bad)
    {
        var client = new ScriptedClient((_, n, _) => n == 1 ? ScriptedClient.Yield(Live)
            : bad is null ? ScriptedClient.Fail(new GeminiException(GeminiErrorKind.Unreachable, "away"))
            : ScriptedClient.Yield(bad));
        using var catalog = new ModelCatalog(client, _time);
        await catalog.RefreshAsync(null, TestContext.Current.CancellationToken);
        var then = catalog.ListedAt;
        _time.Advance(TimeSpan.FromHours(2));

        Assert.False(await catalog.RefreshAsync(null, TestContext.Current.CancellationToken));

        Assert.Equal(then, catalog.ListedAt);
        Assert.True(catalog.Find("gemini-5-next").IsKnown);
        Assert.Equal(bad is null ? GeminiErrorKind.Unreachable : GeminiErrorKind.Protocol, catalog.LastFailure!.Kind);
    }
}
