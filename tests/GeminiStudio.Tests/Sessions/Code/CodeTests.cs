using System.Text.Json.Nodes;
using GeminiStudio.Sessions.Code;
using GeminiStudio.TestRig;

namespace GeminiStudio.Tests.Sessions.Code;

/// <summary>
/// Code in ten languages. Three are run elsewhere against the emulator; the others are held to files that were compared field by field
/// with the API reference.
/// </summary>
public sealed class CodeTests
{
    private static readonly string Folder = RepositoryRoot.Path("tests", "GeminiStudio.Tests", "Sessions", "Code", "Golden");

    public static TheoryData<string, string> Compared => [.. from language in CodeLanguage.All where !language.Note.Contains("Run by", StringComparison.Ordinal) from name in (string[])["chat", "functions", "search"] select (language.Id, name)];

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
        Assert.Contains("http_options=types.HttpOptions(extra_body={", CodeLanguage.Find("python")!.Write(request), StringComparison.Ordinal);
        Assert.StartsWith("// Not sent, since this SDK has no place for it: brandNew, generationConfig.fresh x.\n", CodeLanguage.Find("java")!.Write(request), StringComparison.Ordinal);
        Assert.Contains("brandNew", CodeLanguage.Find("openai-python")!.Write(request).Split('\n')[0], StringComparison.Ordinal);
    }
}
