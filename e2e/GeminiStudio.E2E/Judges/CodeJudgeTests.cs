using System.Diagnostics;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions.Code;
using GeminiStudio.Tests.Sessions.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace GeminiStudio.E2E.Judges;

/// <summary>The code of the dialog is run as a person would run it; what arrives is the very request that it was made from.</summary>
public sealed class CodeJudgeTests : IAsyncLifetime
{
    private const string Token = "gst_0123456789";
    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p))]);

    private EmulatorServer? _emulator;

    public static TheoryData<string> Cases => [.. CodeCases.Names];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _emulator = await EmulatorServer.StartAsync(new EmulatorServerOptions { Pace = TimeSpan.Zero, AcceptedKeys = [Token] }, Cancel);

    public async ValueTask DisposeAsync() => await _emulator!.DisposeAsync();

    [Theory, MemberData(nameof(Cases))]
    public async Task What_curl_sends_is_the_request(string name) => await AssertSentAsync("curl", name, async code =>
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-c", code]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GEMINI_STUDIO_TOKEN"] = Token;
        start.Environment["NO_PROXY"] = "*";
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync(Cancel);
        var told = await bash.StandardOutput.ReadToEndAsync(Cancel);
        await errors;
        return told;
    });

    [Theory, MemberData(nameof(Cases))]
    public async Task What_Googles_JavaScript_SDK_sends_is_the_request(string name) => await AssertSentAsync("javascript", name, async code =>
        await JudgeFolder.RunAsync(["--input-type=module", "--eval", code], await JudgeFolder.GetAsync(Cancel), new Dictionary<string, string> { ["GEMINI_STUDIO_TOKEN"] = Token }, Cancel));

    [Theory, MemberData(nameof(Cases))]
    public async Task What_a_CSharp_HttpClient_sends_is_the_request(string name) => await AssertSentAsync("csharp-http", name, RunAsync);

    private async Task AssertSentAsync(string language, string name, Func<string, Task<string>> runAsync)
    {
        var body = CodeCases.Body(name);
        var code = CodeLanguage.Find(language)!.Write(new CodeRequest("gemini-3.8-flash", body, _emulator!.Address.ToString().TrimEnd('/')));

        var told = await runAsync(code);

        var sent = Assert.Single(_emulator.Received);
        Assert.Equal(("/v1beta/models/gemini-3.8-flash:generateContent", Token, 200), (sent.Path, sent.Key, sent.StatusCode));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(sent.Body)), $"asked {Encoding.UTF8.GetString(body)}\nsent  {sent.Body}");
        Assert.NotEmpty(told);
    }

    // Compiled and started here, with a console and an environment that are this test's: the others run beside it.
    private static async Task<string> RunAsync(string code)
    {
        var compilation = CSharpCompilation.Create(
            "Snippet" + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(code.Replace("Environment.GetEnvironmentVariable(\"GEMINI_STUDIO_TOKEN\")", $"\"{Token}\"", StringComparison.Ordinal))],
            References.Value, new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var assembly = new MemoryStream();
        var made = compilation.Emit(assembly, cancellationToken: Cancel);
        Assert.True(made.Success, string.Join('\n', made.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));

        var context = new AssemblyLoadContext(null, isCollectible: true);
        assembly.Position = 0;
        var main = context.LoadFromStream(assembly).EntryPoint!;
        await Task.Run(() => main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]), Cancel);
        context.Unload();
        return "ran";
    }
}
