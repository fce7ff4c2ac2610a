using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions.Code;

/// <summary>Requests as the studio sends them, one for each thing that code has to carry.</summary>
internal static class CodeCases
{
    public const string Nasty = "It's \"quoted\" \\ back\nEND_OF_JSON\n$(touch /tmp/x) `id` ${HOME} {0} \u2028 \u202e é 日本 👩‍💻 </script> '''\"\"\"";

    public static readonly ModelInfo Flash = new()
    {
        Id = "gemini-3.8-flash",
        ApiId = "gemini-3.8-flash",
        DisplayName = "Flash",
        OutputTokenLimit = 65_536,
        InputModalities = ["TEXT", "IMAGE"],
        StructuredOutput = true,
        Tools = ["functionDeclarations", "googleSearch", "urlContext", "codeExecution"],
        Thinking = new ThinkingInfo { Levels = ["LOW", "MEDIUM", "HIGH"], DefaultLevel = "MEDIUM" },
        Parameters = new Dictionary<string, ParameterInfo> { ["temperature"] = new(0, 2, 1, 0.05), ["topP"] = new(0, 1, 0.95, 0.01), ["topK"] = new(1, 1000, 64, 1) },
    };

    private const string Weather = """
        [{"name":"get_weather","description":"Weather of a city","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"max_items":{"type":"INTEGER","nullable":true}},"required":["city"],"propertyOrdering":["city","max_items"]}},
         {"name":"note","description":"Keeps a note","parametersJsonSchema":{"type":"object","properties":{"camelCase":{"type":"string"},"snake_case":{"type":"number"}}}}]
        """;

    private static readonly RunSettings Plain = new() { Model = "gemini-3.8-flash" };

    public static IReadOnlyList<string> Names { get; } = ["text", "chat", "image", "functions", "schema", "json-schema", "search", "thinking", "files"];

    public static byte[] Body(string name) => name switch
    {
        "text" => Build(Plain with { Temperature = 0, MaxOutputTokens = 400, StopSequences = ["END", "a\"b"] }, "", User(Nasty)),
        "chat" => Build(Plain, "Be brief. " + Nasty, User("One"), Model("""[{"text":"Two","thoughtSignature":"c2ln"}]"""), User("Three")),
        "image" => Build(Plain, "", new HistoryTurn("user", """[{"text":"What is this?"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo+/w=="}}]""", null)),
        "functions" => Build(
            Plain with { Functions = new FunctionSettings { IsOn = true, Declarations = Weather, Mode = "ANY", AllowedNames = ["get_weather", "note"] } }, "",
            User("Weather in Oslo?"),
            Model("""[{"functionCall":{"name":"get_weather","args":{"city":"Oslo","max_items":1},"id":"ab12cd34"},"thoughtSignature":"c2ln"}]"""),
            new HistoryTurn("user", """[{"functionResponse":{"name":"get_weather","id":"ab12cd34","response":{"output":{"tempC":12.5,"is_raining":false,"note":null}}}}]""", null)),
        "schema" => Build(
            Plain with { Structured = new StructuredOutput { IsOn = true, Schema = """{"type":"OBJECT","properties":{"maxItems":{"type":"ARRAY","items":{"type":"STRING","enum":["a","b"]},"minItems":"1"}},"required":["maxItems"]}""" } }, "", User("List")),
        "json-schema" => Build(
            Plain with { Structured = new StructuredOutput { IsOn = true, IsJsonSchema = true, Schema = """{"type":"object","properties":{"maxItems":{"type":["string","null"]},"snake_case":{"type":"integer"}},"additionalProperties":false}""" } }, "", User("List")),
        "search" => Build(Plain with { GoogleSearch = true, UrlContext = true, Safety = new Dictionary<string, string> { ["HARM_CATEGORY_HARASSMENT"] = "BLOCK_ONLY_HIGH" } }, "", User("News?")),
        "thinking" => Build(Plain with { ThinkingLevel = "HIGH", TopK = 40, ServiceTier = "standard" }, "", User("Which is larger, 9.9 or 9.11?")),
        "files" => Build(
            Plain, "",
            new HistoryTurn(
                "user",
                """[{"text":"Compare these."},{"fileData":{"mimeType":"video/mp4","fileUri":"https://files.example.org/clip.mp4"},"videoMetadata":{"startOffset":"10s","endOffset":"20s","fps":2}},{"fileData":{"fileUri":"https://www.youtube.com/watch?v=9hE5-98ZeCg"}},{"inlineData":{"mimeType":"application/pdf","data":"JVBERi0+/w=="}}]""",
                null)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static byte[] Build(RunSettings settings, string system, params HistoryTurn[] history) => RequestBuilder.Build(Flash, settings, system, history).ToArray();

    private static HistoryTurn User(string text) => new("user", PartsJson.OfText(text), null);

    private static HistoryTurn Model(string parts) => new("model", parts, "gemini-3.8-flash");
}
