using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

/// <summary>For every model and every control: the request holds what is set, nothing that the model refuses, and Google's double takes it.</summary>
public sealed class CatalogueWireTests : IAsyncLifetime
{
    private static readonly ModelCatalog Catalogue = new(new ScriptedGemini(), TimeProvider.System);
    private static readonly HttpClient Http = new();
    private static readonly HistoryTurn Hi = new("user", """[{"text":"Hi\n!!say well"}]""", null);

    private EmulatorServer? _google;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Models => [.. Catalogue.All.Where(m => m.Generates).Select(m => m.Id)];

    public async ValueTask InitializeAsync() => _google = await EmulatorServer.StartAsync(new EmulatorServerOptions(), Cancel);

    public ValueTask DisposeAsync() => _google!.DisposeAsync();

    [Theory, MemberData(nameof(Models))]
    public async Task Each_control_by_itself_is_sent_where_it_is_taken_and_nowhere_else(string id)
    {
        var model = Catalogue.Find(id);
        var untouched = Build(model, new RunSettings { Model = id });

        foreach (var (field, set) in Controls(model))
        {
            var settings = set(new RunSettings { Model = id });
            var body = Build(model, settings);

            var isSent = body != untouched;
            Assert.True(isSent == !SettingFields.NotTaken(model, settings).Contains(field), $"{field} is {(isSent ? "" : "not ")}sent: {body}");
            Assert.True(await RefusalAsync(model, body) is null, $"{field}: {await RefusalAsync(model, body)}");
        }
    }

    [Theory, MemberData(nameof(Models))]
    public async Task All_controls_together_send_the_fields_of_the_models_family_and_no_other(string id)
    {
        var model = Catalogue.Find(id);
        var settings = Controls(model).Where(c => c.Field is not ("functions" or "structured")).Aggregate(new RunSettings { Model = id }, (all, control) => control.Set(all));

        var body = Build(model, settings);

        var request = JsonNode.Parse(body)!;
        Assert.Equal(Family(id).Order(StringComparer.Ordinal), request["generationConfig"]!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Tools(id), request["tools"]?.AsArray().Select(t => t!.AsObject().Single().Key) ?? []);
        Assert.Equal("flex", request["serviceTier"]!.GetValue<string>());
        Assert.Equal("BLOCK_ONLY_HIGH", request["safetySettings"]![0]!["threshold"]!.GetValue<string>());
        Assert.Null(await RefusalAsync(model, body));
    }

    [Theory, MemberData(nameof(Models))]
    public void What_is_sent_can_be_read_back_into_the_same_controls(string id)
    {
        var model = Catalogue.Find(id);
        var settings = Controls(model).Where(c => model.CombinesTools || c.Field is not ("functions" or "structured")).Aggregate(new RunSettings { Model = id }, (all, control) => control.Set(all));
        var body = Build(model, settings);

        var read = RequestReader.Read(body, settings, Catalogue.Find, out var problem)!;

        Assert.Null(problem);
        Assert.Equal(settings, read.Settings);
        Assert.Equal(body, Build(model, read.Settings));
    }

    // Written down by hand from the reference's table, so that it can disagree with the catalogue.
    private static IEnumerable<string> Family(string id)
    {
        string[] all = ["maxOutputTokens", "seed", "stopSequences"];
        string[] sampling = ["temperature", "topP", "topK"];
        return id switch
        {
            _ when id.StartsWith("gemini-4-", StringComparison.Ordinal) => [.. all, "mediaResolution", "thinkingConfig", "responseModalities"],
            _ when id.StartsWith("gemini-2.5-", StringComparison.Ordinal) => [.. all, "temperature", "topP", "mediaResolution", "thinkingConfig", "responseModalities"],
            _ when id.StartsWith("gemma-", StringComparison.Ordinal) => [.. all, .. sampling, "mediaResolution", "responseModalities"],
            _ when id.EndsWith("-image", StringComparison.Ordinal) => [.. all, .. sampling, "mediaResolution", "thinkingConfig", "responseModalities", "imageConfig"],
            _ when id.EndsWith("-tts", StringComparison.Ordinal) => [.. all, .. sampling, "responseModalities", "speechConfig"],
            _ => [.. all, .. sampling, "mediaResolution", "thinkingConfig", "responseModalities"],
        };
    }

    private static string[] Tools(string id) =>
        id.StartsWith("gemma-", StringComparison.Ordinal) || id.EndsWith("-tts", StringComparison.Ordinal) ? []
        : id.EndsWith("-image", StringComparison.Ordinal) ? ["googleSearch"]
        : ["googleSearch", "urlContext", "codeExecution"];

    private static (string Field, Func<RunSettings, RunSettings> Set)[] Controls(ModelInfo model) =>
    [
        ("temperature", s => s with { Temperature = 0.5 }),
        ("topP", s => s with { TopP = 0.5 }),
        ("topK", s => s with { TopK = 5 }),
        ("maxOutputTokens", s => s with { MaxOutputTokens = 100 }),
        ("stopSequences", s => s with { StopSequences = ["END"] }),
        ("seed", s => s with { Seed = 7 }),
        ("presencePenalty", s => s with { PresencePenalty = 0.5 }),
        ("frequencyPenalty", s => s with { FrequencyPenalty = 0.5 }),
        ("candidateCount", s => s with { CandidateCount = 2 }),
        ("logprobs", s => s with { Logprobs = 3 }),
        ("thinkingLevel", s => s with { ThinkingLevel = model.Thinking is { Levels: [.. , var highest] } ? highest : "LOW" }),
        ("thinkingBudget", s => s with { ThinkingBudget = model.Thinking?.BudgetMinimum ?? 512 }),
        ("mediaResolution", s => s with { MediaResolution = "MEDIA_RESOLUTION_LOW" }),
        ("responseModalities", s => model.OutputModalities is ["AUDIO"] ? s with { ResponseModalities = ["TEXT"] } : s with { ResponseModalities = [.. model.OutputModalities] }),
        ("speech", s => s with { Speech = new SpeechSettings { Speakers = [new("Anna", "Kore"), new("Ben", "Puck")], LanguageCode = "en-US" } }),
        ("image", s => s with { Image = new ImageSettings { AspectRatio = "16:9", ImageSize = "2K" } }),
        ("serviceTier", s => s with { ServiceTier = "flex" }),
        ("safety", s => s with { Safety = new Dictionary<string, string> { ["HARM_CATEGORY_HARASSMENT"] = "BLOCK_ONLY_HIGH" } }),
        ("googleSearch", s => s with { GoogleSearch = true }),
        ("urlContext", s => s with { UrlContext = true }),
        ("codeExecution", s => s with { CodeExecution = true }),
        ("functions", s => s with { Functions = new FunctionSettings { IsOn = true, Declarations = """[{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{"type":"STRING"}}}}]""", Mode = "ANY", AllowedNames = ["f"] } }),
        ("structured", s => s with { Structured = new StructuredOutput { IsOn = true, Schema = """{"type":"object","properties":{"a":{"type":"string"}}}""", IsJsonSchema = true } }),
    ];

    private static string Build(ModelInfo model, RunSettings settings) => Encoding.UTF8.GetString(RequestBuilder.Build(model, settings, "", [Hi]).Span);

    private async Task<string?> RefusalAsync(ModelInfo model, string body)
    {
        using var answer = await Http.PostAsync(
            new Uri(_google!.Address, $"v1beta/models/{model.ApiId}:generateContent?key=AIzaSyD0000000000000000000000000000000"), new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync(Cancel);
    }
}
