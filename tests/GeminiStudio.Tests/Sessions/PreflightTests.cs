using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

/// <summary>Mistakes that people make before a run: each is told, and the button beside it mends it.</summary>
public sealed class PreflightTests
{
    private const string Fast = "gemini-3.8-flash";
    private const string Old = "gemini-2.5-flash";

    private static readonly ModelCatalog Catalogue = new(new ScriptedGemini(), TimeProvider.System);
    private static readonly DateTime Now = new(2026, 11, 24, 11, 4, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, (string Code, string Says, PreflightInput Input)> Mistakes = new()
    {
        ["a field that the model does not take"] = ("setting", "does not take Temperature", With(new() { Model = "gemini-4-argon", Temperature = 0.3 })),
        ["a number out of the model's range"] = ("range", "temperature must be from 0 to 1", With(new() { Model = "gemini-3.1-flash-image", Temperature = 1.5 })),
        ["an output limit above the model's"] = ("range", "Max output tokens", With(new() { Model = "gemma-3-4b-instruct", MaxOutputTokens = 60_000 })),
        ["a thinking budget that is too small"] = ("range", "thinking budget", With(new() { Model = "gemini-2.5-pro", ThinkingBudget = 5 })),
        ["two tools that do not go together"] = ("clash", "Google Search together with Functions", With(new() { Model = Old, GoogleSearch = true, Functions = Functions("""[{"name":"f"}]""") })),
        ["an empty stop sequence"] = ("stop", "stop sequences", With(new() { Model = Fast, StopSequences = ["", "END"] })),
        ["six stop sequences"] = ("stop", "At most 5", With(new() { Model = Fast, StopSequences = ["1", "2", "3", "4", "5", "6"] })),
        ["a safety category that is none"] = ("safety", "HARM_CATEGORY_TOXICITY", With(new() { Model = Fast, Safety = new Dictionary<string, string> { ["HARM_CATEGORY_TOXICITY"] = "OFF" } })),
        ["a schema with a keyword of JSON Schema"] = ("schema", "properties.a.oneOf", With(new() { Model = Fast, Structured = new() { IsOn = true, Schema = """{"type":"OBJECT","properties":{"a":{"oneOf":[]}}}""" } })),
        ["a function with such a keyword"] = ("schema", "additionalProperties, which the function f has", With(new() { Model = Fast, Functions = Functions("""[{"name":"f","parameters":{"type":"OBJECT","additionalProperties":false}}]""") })),
        ["a function that is declared twice"] = ("function", "f is declared 2 times", With(new() { Model = Fast, Functions = Functions("""[{"name":"f"},{"name":"f","description":"again"}]""") })),
        ["an allowed name that is not declared"] = ("function", "g may be called", With(new() { Model = Fast, Functions = Functions("""[{"name":"f"}]""") with { Mode = "ANY", AllowedNames = ["f", "g"] } })),
        ["one speaker"] = ("speech", "one voice, or exactly two", With(new() { Model = "gemini-3.8-flash-tts", Speech = new() { Speakers = [new("Anna", "Kore")] } })),
        ["a call that lost its signature"] = ("signature", "has lost its thought signature", With(new() { Model = Fast }) with { Text = "", History = Called(Fast, signature: false) }),
        ["a call that another model signed"] = ("signature", "is Gemini 3.5 Flash's", With(new() { Model = Fast }) with { Text = "", History = Called("gemini-3.5-flash", signature: true) }),
        ["more than the model reads"] = ("context", "9,000 tokens are more than the 8,192", With(new() { Model = "gemini-3.8-flash-tts" }) with { Tokens = 9_000 }),
        ["a variable without a value"] = ("variable", "city has no value yet", With(new() { Model = Fast }) with { Unset = [("city", "city has no value yet.")] }),
        ["a Google key in the message"] = ("secret", "a Google API key", With(new() { Model = Fast }) with { Text = "My key is AIzaSyD-0123456789abcdefghijklmnopqrstu, why?" }),
        ["a private key in the system instruction"] = ("secret", "The system instruction seems to hold a private key", With(new() { Model = Fast }) with { SystemInstruction = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----" }),
        ["a file that Google dropped"] = ("file", "dropped plan.pdf", With(new() { Model = Fast }) with { Files = [new("key", "plan.pdf", Now.AddHours(-1), HasBytes: true)] }),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_mistake_is_told_and_its_fix_mends_it(string mistake)
    {
        var (code, says, input) = Mistakes[mistake];

        var line = Assert.Single(Preflight.Check(input), l => l.Code == code);

        Assert.Contains(says, line.Words, StringComparison.Ordinal);
        Assert.DoesNotContain(Preflight.Check(Mended(input, line.Fix)), l => l.Code == code);
    }

    [Fact]
    public void A_request_without_a_mistake_has_nothing_to_say() =>
        Assert.Empty(Preflight.Check(With(new() { Model = Fast, Temperature = 0.3, GoogleSearch = true, StopSequences = ["END"], Functions = Functions("""[{"name":"f"}]""") }) with
        {
            History = [new("user", """[{"text":"Hi"}]""", null), .. Called(Old, signature: false)], // of an earlier turn, which Google does not check
            Tokens = 1000,
        }));

    [Fact]
    public void What_stops_the_run_stands_first()
    {
        var lines = Preflight.Check(With(new() { Model = "gemini-4-argon", Temperature = 0.3, StopSequences = [""] }));

        Assert.Equal([true, false], lines.Select(l => l.Blocks));
    }

    [Theory]
    [InlineData("AQ.Ab8RN6KxYz0123456789_abcdefg")]
    [InlineData("ghp_0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData("sk-proj-0123456789abcdefghij")]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("xoxb-0123456789-abcdef")]
    public void A_secret_is_masked_and_the_words_around_it_stay(string secret)
    {
        Assert.Single(SecretScan.Find($"Use {secret} here"));
        Assert.Equal($"Use {SecretScan.Mask} here", SecretScan.Clean($"Use {secret} here"));
    }

    [Theory]
    [InlineData("The risk-averse task-force sk-ipped it.")]
    [InlineData("AQ. is short for something; so is AIza.")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    public void Ordinary_words_are_no_secret(string text) => Assert.Empty(SecretScan.Find(text));

    // What the page does when the button is pressed.
    private static PreflightInput Mended(PreflightInput input, PreflightFix fix) => fix.Kind switch
    {
        PreflightFixKind.ChangeSettings => input with { Settings = fix.Settings!, Model = Catalogue.Find(fix.Settings!.Model) },
        PreflightFixKind.CleanTexts => input with { Text = SecretScan.Clean(input.Text), SystemInstruction = SecretScan.Clean(input.SystemInstruction) },
        PreflightFixKind.FillVariable => input with { Unset = [.. input.Unset.Where(u => u.Name != fix.Subject)] },
        PreflightFixKind.RenewFile or PreflightFixKind.RemoveFile => input with { Files = [.. input.Files.Where(f => f.Key != fix.Subject)] },
        _ => throw new InvalidOperationException($"{fix.Kind} mends nothing here."),
    };

    private static PreflightInput With(RunSettings settings) => new()
    {
        Model = Catalogue.Find(settings.Model), Settings = settings, Text = "Hello", Models = Catalogue.All, Now = Now,
    };

    private static FunctionSettings Functions(string declarations) => new() { IsOn = true, Declarations = declarations };

    private static HistoryTurn[] Called(string model, bool signature) =>
    [
        new("model", """[{"functionCall":{"name":"f","args":{}}""" + (signature ? ",\"thoughtSignature\":\"c2ln\"}]" : "}]"), Catalogue.Find(model).ApiId),
        new("user", """[{"functionResponse":{"name":"f","response":{}}}]""", null),
    ];
}
