using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Hostile;

/// <summary>Settings that no screen offers, straight at the service: refused by the API's own field name, nothing sent, nothing stored.</summary>
public sealed class HostileSettingsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Refused => new()
    {
        { "temperature", "-0.1", "gemini-3.8-flash" },
        { "temperature", "2.1", "gemini-3.8-flash" },
        { "temperature", "NaN", "gemini-3.8-flash" },
        { "temperature", "Infinity", "gemini-3.8-flash" },
        { "temperature", "-Infinity", "gemini-3.8-flash" },
        { "temperature", "1e999", "gemini-3.8-flash" },
        { "temperature", "1e300", "a-model-that-nobody-knows" },
        { "temperature", "NaN", "gemini-4-argon" }, // it takes none, so no range is known
        { "topP", "-1", "gemini-3.8-flash" },
        { "topP", "1.01", "gemini-3.8-flash" },
        { "topP", "NaN", "a-model-that-nobody-knows" },
        { "topP", "1.01", "a-model-that-nobody-knows" },
        { "topK", "0", "gemini-3.8-flash" },
        { "topK", "-1", "a-model-that-nobody-knows" },
        { "topK", "1000000000", "gemini-3.8-flash" },
        { "topK", "1000000000", "a-model-that-nobody-knows" },
        { "maxOutputTokens", "0", "gemini-3.8-flash" },
        { "maxOutputTokens", "-1", "a-model-that-nobody-knows" },
        { "maxOutputTokens", "65537", "gemini-3.8-flash" },
        { "maxOutputTokens", "2147483647", "gemini-3.8-flash" },
        { "presencePenalty", "NaN", "gemini-3.8-flash" },
        { "frequencyPenalty", "Infinity", "gemini-2.5-flash" },
        { "thinkingBudget", "-2", "gemini-2.5-flash" },
        { "thinkingBudget", "1000000000", "gemini-2.5-flash" },
        { "mediaResolution", "MEDIA_RESOLUTION_8K", "gemini-3.8-flash" },
        { "mediaResolution", "\"},\"x\":{", "gemini-3.8-flash" },
        { "model", "", "gemini-3.8-flash" },
        { "model", "a\nb", "gemini-3.8-flash" },
        { "model", "5000", "gemini-3.8-flash" },
        { "stopSequences", "six", "gemini-3.8-flash" },
        { "stopSequences", "empty", "gemini-3.8-flash" },
        { "stopSequences", "long", "gemini-3.8-flash" },
        { "stopSequences", "twice", "gemini-3.8-flash" },
        { "stopSequences", "half", "gemini-3.8-flash" },
        { "stopSequences", "nul", "gemini-3.8-flash" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_setting_out_of_range_is_refused_by_name_and_nothing_is_sent(string field, string value, string model)
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        await studio.SaveDraftAsync(session, DraftStore.Composer, 1, "Hello", Cancel);

        var sent = await studio.SendAsync(session, Guid.NewGuid(), 1, With(model, field, value), Cancel);

        Assert.Equal(field, Assert.Single(sent.Problems).Field);
        Assert.Null(sent.TurnId);
        Assert.Equal(0, rig.Google.Count);
        Assert.False(await studio.HasSessionAsync(session, Cancel));
        Assert.Equal("Hello", (await studio.FindDraftAsync(session, DraftStore.Composer, Cancel))!.Text);
    }

    [Theory, MemberData(nameof(Refused))]
    public async Task Running_again_and_continuing_refuse_it_too(string field, string value, string model)
    {
        await using var rig = await StudioRig.StartAsync();
        var (session, turn) = await rig.SendAsync("Hello");
        (await rig.Google.NextCallAsync()).Finish();
        await rig.SettledAsync(turn);
        var studio = rig.As(StudioRig.Owner);
        var settings = With(model, field, value);

        Assert.Equal(field, Assert.Single((await studio.RerunAsync(turn, Guid.NewGuid(), settings, Cancel)).Problems).Field);
        Assert.Equal(field, Assert.Single((await studio.ContinueAsync(session, Guid.NewGuid(), settings, Cancel)).Problems).Field);
        Assert.Equal(1, rig.Google.Count);
    }

    [Theory]
    [InlineData("temperature", "NaN")]
    [InlineData("topP", "Infinity")]
    [InlineData("frequencyPenalty", "-Infinity")]
    [InlineData("stopSequences", "long")]
    [InlineData("stopSequences", "twice")]
    [InlineData("model", "5000")]
    public async Task What_no_model_takes_is_not_even_kept(string field, string value)
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());

        var problems = await studio.SaveSettingsAsync(session, With("gemini-3.8-flash", field, value), Cancel);

        Assert.Equal(field, Assert.Single(problems).Field);
        Assert.Equal(StudioRig.Settings, await studio.NewSessionSettingsAsync(session, Cancel));
    }

    [Theory]
    [InlineData("temperature", "2")]
    [InlineData("topK", "1")]
    [InlineData("maxOutputTokens", "1")]
    [InlineData("maxOutputTokens", "65536")]
    [InlineData("stopSequences", "five")]
    [InlineData("thinkingBudget", "-2")] // this model thinks by level and is never sent one
    public async Task The_edges_are_taken(string field, string value)
    {
        await using var rig = await StudioRig.StartAsync();

        var sent = await rig.TrySendAsync("Hello", With("gemini-3.8-flash", field, value));

        Assert.Empty(sent.Problems);
        Assert.DoesNotContain("thinkingBudget", (await rig.Google.NextCallAsync()).Body, StringComparison.Ordinal);
    }

    private static RunSettings With(string model, string field, string value)
    {
        var settings = StudioRig.Settings with { Model = model };
        double Number() => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        return field switch
        {
            "temperature" => settings with { Temperature = Number() },
            "topP" => settings with { TopP = Number() },
            "topK" => settings with { TopK = (int)Number() },
            "maxOutputTokens" => settings with { MaxOutputTokens = (int)Number() },
            "presencePenalty" => settings with { PresencePenalty = Number() },
            "frequencyPenalty" => settings with { FrequencyPenalty = Number() },
            "thinkingBudget" => settings with { ThinkingBudget = (int)Number() },
            "mediaResolution" => settings with { MediaResolution = value },
            "model" => settings with { Model = value == "5000" ? new string('m', 5000) : value },
            _ => settings with
            {
                StopSequences = value switch
                {
                    "six" => ["1", "2", "3", "4", "5", "6"],
                    "five" => ["1", "2", "3", "4", new string('5', 500)],
                    "empty" => ["a", ""],
                    "long" => [new string('x', 1000)],
                    "half" => ["\ud800"],
                    "nul" => ["a\0"],
                    _ => ["a", "a"],
                },
            },
        };
    }
}
