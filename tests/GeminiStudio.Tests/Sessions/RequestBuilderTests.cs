using System.Text;
using GeminiStudio.Gemini;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Sessions;

public sealed class RequestBuilderTests
{
    private static readonly ModelInfo Flash = new()
    {
        Id = "flash",
        ApiId = "gemini-flash",
        DisplayName = "Flash",
        OutputTokenLimit = 1000,
        InputModalities = ["TEXT", "IMAGE"],
        Thinking = new ThinkingInfo { Levels = ["LOW", "HIGH"], DefaultLevel = "LOW" },
        Parameters = new Dictionary<string, ParameterInfo> { ["temperature"] = new(0, 2, 1, 0.05), ["topP"] = new(0, 1, 0.95, 0.01) },
    };

    private static readonly HistoryTurn Hi = new("user", """[{"text":"Hi"}]""", null);

    [Fact]
    public void Settings_that_were_not_touched_are_not_sent() => Assert.Equal(
        """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true}}}""",
        Build(Flash, new RunSettings { Model = "flash" }));

    [Fact]
    public void Examples_that_are_on_stand_before_the_chat() => Assert.StartsWith(
        """{"contents":[{"role":"user","parts":[{"text":"2+2"}]},{"role":"model","parts":[{"text":"4"}]},{"role":"user","parts":[{"text":"Hi"}]}]""",
        Build(Flash, new RunSettings { Model = "flash", Examples = [new("2+2", "4"), new("off", "off", IsOn: false)] }),
        StringComparison.Ordinal);

    [Fact]
    public void Zeros_are_sent_and_what_the_model_does_not_take_is_not() => Assert.Equal(
        """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"temperature":0,"topP":0.1,"maxOutputTokens":5,"seed":0,"stopSequences":["END"],"mediaResolution":"MEDIA_RESOLUTION_LOW","thinkingConfig":{"includeThoughts":false,"thinkingLevel":"HIGH"}}}""",
        Build(Flash, new RunSettings
        {
            Model = "flash",
            Temperature = 0,
            TopP = 0.1,
            TopK = 40,
            MaxOutputTokens = 5,
            Seed = 0,
            PresencePenalty = 1,
            StopSequences = ["END"],
            MediaResolution = "MEDIA_RESOLUTION_LOW",
            ThinkingLevel = "HIGH",
            ThinkingBudget = 100,
            IncludeThoughts = false,
        }));

    [Fact]
    public void A_model_that_thinks_by_budget_gets_a_budget()
    {
        var model = Flash with { Thinking = new ThinkingInfo { BudgetMinimum = 1, BudgetMaximum = 24576, BudgetDefault = -1, CanBeOff = true } };

        Assert.Contains("\"thinkingConfig\":{\"includeThoughts\":true,\"thinkingBudget\":0}", Build(model, new RunSettings { Model = "flash", ThinkingBudget = 0, ThinkingLevel = "LOW" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_instruction_is_left_out_where_the_model_refuses_it()
    {
        Assert.Contains("\"systemInstruction\":{\"parts\":[{\"text\":\"Be \\\"brief\\\"\"}]}", Build(Flash, new RunSettings { Model = "flash" }, "Be \"brief\""), StringComparison.Ordinal);
        Assert.DoesNotContain("systemInstruction", Build(Flash with { SystemInstruction = false }, new RunSettings { Model = "flash" }, "Be brief"), StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_go_back_to_the_model_that_made_them_and_to_no_other()
    {
        var answer = """[{"text":"why","thought":true},{"text":"Hello"},{"text":"","thoughtSignature":"c2ln"},{"newThing":{"a":1.0}}]""";

        var same = Build(Flash, new RunSettings { Model = "flash" }, "", Hi, new HistoryTurn("model", answer, "gemini-flash"), Hi);
        var other = Build(Flash, new RunSettings { Model = "flash" }, "", Hi, new HistoryTurn("model", answer, "gemini-other"), Hi);

        Assert.Contains("""{"role":"model","parts":[{"text":"Hello"},{"text":"","thoughtSignature":"c2ln"},{"newThing":{"a":1.0}}]}""", same, StringComparison.Ordinal);
        Assert.Contains("""{"role":"model","parts":[{"text":"Hello"},{"newThing":{"a":1.0}}]}""", other, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_of_another_model_gets_the_placeholder_when_that_was_asked_for()
    {
        var answer = new HistoryTurn("model", """[{"functionCall":{"name":"f"},"thoughtSignature":"c2ln"},{"functionCall":{"name":"g"}}]""", "gemini-other");

        var body = Build(Flash, new RunSettings { Model = "flash", FillsSignatures = true }, "", Hi, answer);

        Assert.Contains("""[{"functionCall":{"name":"f"},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"name":"g"}}]""", body, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_without_a_word_is_no_content() => Assert.DoesNotContain(
        "\"model\"", Build(Flash, new RunSettings { Model = "flash" }, "", Hi, new HistoryTurn("model", "[]", "gemini-flash"), Hi), StringComparison.Ordinal);

    [Fact]
    public void Tools_safety_and_tier_are_written_as_google_spells_them()
    {
        var model = Flash with { Tools = ["functionDeclarations", "googleSearch", "codeExecution", "urlContext"] };
        var settings = new RunSettings
        {
            Model = "flash",
            GoogleSearch = true,
            UrlContext = true,
            CodeExecution = true,
            Functions = new FunctionSettings { IsOn = true, Declarations = """[{"name":"f"}]""", Mode = "ANY", AllowedNames = ["f"] },
            Safety = new Dictionary<string, string> { ["HARM_CATEGORY_HARASSMENT"] = "BLOCK_ONLY_HIGH" },
            ServiceTier = "flex",
        };

        Assert.Contains(
            """tools":[{"functionDeclarations":[{"name":"f"}]},{"googleSearch":{}},{"urlContext":{}},{"codeExecution":{}}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]},"includeServerSideToolInvocations":true},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_ONLY_HIGH"}],"serviceTier":"flex",""",
            Build(model, settings), StringComparison.Ordinal);
        Assert.DoesNotContain("tools", Build(Flash, settings with { Functions = null }), StringComparison.Ordinal);
        Assert.DoesNotContain("toolConfig", Build(model, new RunSettings { Model = "flash", GoogleSearch = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("functionDeclarations", Build(model, settings with { Functions = settings.Functions with { IsOn = false } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_for_the_answer_is_sent_in_the_dialect_that_it_is_written_in()
    {
        var model = Flash with { StructuredOutput = true };
        var shape = new StructuredOutput { IsOn = true, Schema = """{"type":"OBJECT"}""" };

        Assert.Contains("""responseMimeType":"application/json","responseSchema":{"type":"OBJECT"}""", Build(model, new RunSettings { Model = "flash", Structured = shape }), StringComparison.Ordinal);
        Assert.Contains("responseJsonSchema", Build(model, new RunSettings { Model = "flash", Structured = shape with { IsJsonSchema = true } }), StringComparison.Ordinal);
        Assert.DoesNotContain("Schema", Build(model, new RunSettings { Model = "flash", Structured = shape with { Schema = null } }), StringComparison.Ordinal);
        Assert.DoesNotContain("responseMimeType", Build(Flash, new RunSettings { Model = "flash", Structured = shape }), StringComparison.Ordinal);
    }

    [Fact]
    public void Speech_and_pictures_are_configured_where_the_model_makes_them()
    {
        var model = Flash with { OutputModalities = ["TEXT", "IMAGE", "AUDIO"] };
        var settings = new RunSettings
        {
            Model = "flash",
            ResponseModalities = ["IMAGE", "AUDIO"],
            Speech = new SpeechSettings { Speakers = [new("Ann", "Kore"), new("Bob", "Puck")], LanguageCode = "en-GB" },
            Image = new ImageSettings { AspectRatio = "16:9", ImageSize = "2K" },
        };

        Assert.Contains(
            """responseModalities":["IMAGE","AUDIO"],"speechConfig":{"multiSpeakerVoiceConfig":{"speakerVoiceConfigs":[{"speaker":"Ann","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}},{"speaker":"Bob","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck"}}}]},"languageCode":"en-GB"},"imageConfig":{"aspectRatio":"16:9","imageSize":"2K"}""",
            Build(model, settings), StringComparison.Ordinal);
        Assert.DoesNotContain("speechConfig", Build(Flash, settings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_written_by_hand_is_sent_beside_and_over_the_rest() => Assert.Equal(
        """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{"temperature":0.5,"thinkingConfig":{"includeThoughts":true},"newField":[1]},"labels":{"team":"a"}}""",
        Build(Flash, new RunSettings { Model = "flash", Temperature = 1.5, Extra = """{"labels":{"team":"a"},"generationConfig":{"temperature":0.5,"newField":[1]}}""" }));

    private static string Build(ModelInfo model, RunSettings settings, string system = "", params HistoryTurn[] history) =>
        Encoding.UTF8.GetString(RequestBuilder.Build(model, settings, system, history.Length == 0 ? [Hi] : history).Span);
}
