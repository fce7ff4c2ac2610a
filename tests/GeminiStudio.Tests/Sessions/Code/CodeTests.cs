using System.Text.Json.Nodes;
using GeminiStudio.Sessions.Code;
using GeminiStudio.TestRig;

namespace GeminiStudio.Tests.Sessions.Code;

/// <summary>
/// Code in ten languages. Three are run elsewhere against the emulator; the others are held to files that were compared field by field
/// with the API reference and with the types that each SDK reads them into.
/// </summary>
public sealed class CodeTests
{
    private static readonly string Folder = RepositoryRoot.Path("tests", "GeminiStudio.Tests", "Sessions", "Code", "Golden");

    public static TheoryData<string, string> Compared => [.. from language in CodeLanguage.All where !language.Note.Contains("Run by", StringComparison.Ordinal) from name in CodeCases.Names select (language.Id, name)];

    public static TheoryData<string> Languages => [.. CodeLanguage.All.Select(l => l.Id)];

    [Theory, MemberData(nameof(Compared))]
    public async Task Code_that_is_not_run_equals_what_was_compared_with_the_reference(string language, string name)
    {
        var file = Path.Combine(Folder, $"{language}.{name}.txt");
        var code = CodeLanguage.Find(language)!.Write(new CodeRequest("gemini-3.8-flash", CodeCases.Body(name), null));
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, code, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), code);
    }

    [Theory, MemberData(nameof(Languages))]
    public void The_key_comes_from_the_environment_and_the_studio_has_a_variable_of_its_own(string language)
    {
        var body = CodeCases.Body("text");

        var google = CodeLanguage.Find(language)!.Write(new CodeRequest("gemini-3.8-flash", body, null));
        var studio = CodeLanguage.Find(language)!.Write(new CodeRequest("gemini-3.8-flash", body, "https://studio.example.org"));

        Assert.Contains("GEMINI_API_KEY", google, StringComparison.Ordinal);
        Assert.DoesNotContain("studio.example.org", google, StringComparison.Ordinal);
        Assert.Contains("GEMINI_STUDIO_TOKEN", studio, StringComparison.Ordinal);
        Assert.Contains("https://studio.example.org", studio, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_language_writes_every_case(string language) => Assert.All(
        CodeCases.Names, name => Assert.EndsWith("\n", CodeLanguage.Find(language)!.Write(new CodeRequest("gemini-3.8-flash", CodeCases.Body(name), null)), StringComparison.Ordinal));

    [Fact]
    public void What_an_SDK_has_no_name_for_is_sent_another_way_or_named()
    {
        var body = JsonNode.Parse(CodeCases.Body("text"))!.AsObject();
        body["brandNew"] = true;
        body["generationConfig"]!["fresh\n*/ x"] = 1;
        var request = new CodeRequest("gemini-3.8-flash", System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()), null);

        Assert.Contains("extraBody: {\n        brandNew: true", CodeLanguage.Find("javascript")!.Write(request), StringComparison.Ordinal);
        Assert.Contains("\"httpOptions\": {\n    \"extraBody\": {\n      \"brandNew\": true", CodeLanguage.Find("go")!.Write(request), StringComparison.Ordinal);
        Assert.Contains("\"httpOptions\": {\n    \"extraBody\": {\n      \"brandNew\": true", CodeLanguage.Find("java")!.Write(request), StringComparison.Ordinal);
        Assert.Contains("http_options=types.HttpOptions(extra_body={", CodeLanguage.Find("python")!.Write(request), StringComparison.Ordinal);
        Assert.StartsWith("// Not sent, since this SDK has no place for it: brandNew, generationConfig.fresh/ x.\n", CodeLanguage.Find("csharp")!.Write(request), StringComparison.Ordinal);
        Assert.Contains("brandNew", CodeLanguage.Find("openai-python")!.Write(request).Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_of_types_is_given_what_it_can_read()
    {
        const string body = """
            {"contents":[{"role":"model","parts":[{"text":"","thoughtSignature":"c2ln"},{"functionCall":{"name":"f","args":{"minItems":"1"}},"thoughtSignature":"skip_thought-signature_validator"}]},{"role":"model","parts":[{"text":""}]}],
             "labels":{"team":"a"},"store":false,"generationConfig":{"responseSchema":{"type":"ARRAY","minItems":"1","items":{"type":"OBJECT","properties":{"maxItems":{"type":"STRING","maxLength":"9"}}}}}}
            """;
        string Write(string language) => CodeLanguage.Find(language)!.Write(new CodeRequest("gemini-3.8-flash", System.Text.Encoding.UTF8.GetBytes(body), null));
        var go = Write("go");

        Assert.StartsWith("// Not sent", go, StringComparison.Ordinal);
        Assert.DoesNotContain("\"text\": \"\"", go, StringComparison.Ordinal);
        Assert.Contains("\"minItems\": \"1\"", go, StringComparison.Ordinal); // somebody's own argument
        Assert.Contains("\"minItems\": 1,", go, StringComparison.Ordinal);
        Assert.Contains("\"maxLength\": 9", go, StringComparison.Ordinal);
        Assert.All(["go", "csharp", "java"], l => Assert.Contains("\"skip/thought+signature/validator\"", Write(l), StringComparison.Ordinal));
        Assert.All(["python", "python-old"], l => Assert.DoesNotContain("_thought-", Write(l), StringComparison.Ordinal));
        Assert.Contains("skip_thought-signature_validator", Write("javascript"), StringComparison.Ordinal);
        Assert.Contains("extra_body={\n          \"labels\": {", Write("python"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_older_library_is_given_only_what_it_reads()
    {
        const string body = """
            {"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"1"}},{"text":"b"}]}],
             "tools":[{"functionDeclarations":[{"name":"f","behavior":"BLOCKING","response":{"type":"STRING"},"parameters":{"type":"OBJECT","properties":{"title":{"type":"STRING"}}}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"VALIDATED"}},
             "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"},{"category":"HARM_CATEGORY_JAILBREAK","threshold":"BLOCK_NONE"}],
             "generationConfig":{"seed":1}}
            """;

        var code = CodeLanguage.Find("python-old")!.Write(new CodeRequest("gemini-3.8-flash", System.Text.Encoding.UTF8.GetBytes(body), null));

        Assert.StartsWith("# This older library has no place for: HARM_CATEGORY_HARASSMENT OFF, HARM_CATEGORY_JAILBREAK BLOCK_NONE, behavior, executableCode, response, seed, toolConfig.\n", code, StringComparison.Ordinal);
        Assert.DoesNotContain("executable_code", code, StringComparison.Ordinal);
        Assert.DoesNotContain("safety_settings", code, StringComparison.Ordinal);
        Assert.Contains("\"description\": \"\"", code, StringComparison.Ordinal);
        Assert.Contains("\"title\": {", code, StringComparison.Ordinal);
    }

    [Theory, InlineData("_-8", "/+8="), InlineData("c2lnbg==", "c2lnbg=="), InlineData("", "")]
    public void Bytes_are_the_same_in_either_alphabet(string base64, string standard) => Assert.Equal(standard, TypedJson.Bytes(base64));
}
