using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Answers.Calling;
using GeminiStudio.Emulator.Answers.Composing;
using GeminiStudio.Emulator.Answers.Media;
using GeminiStudio.Emulator.Answers.Schemas;
using GeminiStudio.Emulator.Answers.Tools;
using GeminiStudio.Emulator.Files;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Writes the draft of an answer: what the script dictates, else what the prompt asks for; then the limits cut.</summary>
internal sealed class AnswerWriter(int seed, FileStore files)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Attachments _attachments = new(files);

    public Draft Write(GenerateRequest request, Model model, Script script)
    {
        var history = string.Join('\n', request.Contents.Select(c => $"{c.Role}: {c.Text}"));
        var dice = new Dice($"{seed}|{request.Config.Seed}|{request.System?.Text}|{history}");
        var thoughts = ThoughtPlan.Make(request, model, script, dice);
        var draft = new Draft("", thoughts.Summaries, thoughts.Tokens, script.FinishReason ?? "STOP");
        if (script.WithoutText)
        {
            return draft;
        }
        var written = Dictated(script, dice) is { } said ? draft with { Text = said, Calls = script.Calls }
            : script.Calls is { } calls ? draft with { Calls = calls }
            : Composed(draft, request, model, Question.From(request, script.Prompt, model.ResolvesTo, dice));
        var (cut, reason) = OutputLimits.Cut(written.Text, request.Config, thoughts.Tokens ?? 0);
        return written with { Text = cut, FinishReason = script.FinishReason ?? reason };
    }

    /// <summary>What the script wants said; null when it leaves that to us.</summary>
    private static string? Dictated(Script script, Dice dice) => script switch
    {
        { GiantBytes: { } bytes } => new string('x', (int)bytes),
        { Say: { } text } => text,
        { Echo: true } => script.Prompt,
        { Words: { } count } => Phrases.Words(count, TopicFinder.Find(script.Prompt), dice),
        { Chars: { } count } => Phrases.Characters(count, TopicFinder.Find(script.Prompt), dice),
        { Chunks: { } count } when script.Prompt.Length == 0 => Phrases.Words(count * 3, "", dice),
        _ => null,
    };

    private Draft Composed(Draft draft, GenerateRequest request, Model model, Question question)
    {
        if (model.Speaks)
        {
            var pcm = Speech.Hum(question.Text, request.Config.Voice);
            return draft with { Media = [Inline(Speech.MimeType, pcm)], MediaTokens = ("AUDIO", Speech.TokensOf(pcm)) };
        }
        if (model.Paints && (request.Config.Modalities.Count == 0 || request.Config.Modalities.Contains("IMAGE")))
        {
            var picture = Inline("image/png", Picture.Paint(question.Dice, request.Config.AspectRatio));
            var speaks = request.Config.Modalities.Count == 0 || request.Config.Modalities.Contains("TEXT");
            return draft with { Text = speaks ? $"Here is a picture of {(question.Topic.Length > 0 ? question.Topic : "a landscape")}." : "", Media = [picture], MediaTokens = ("IMAGE", 1_120) };
        }
        var turn = CurrentTurn.Of(request);
        if (FunctionPlan.Calls(request, turn, question.Dice) is { } calls)
        {
            return draft with { Calls = calls };
        }
        return request.Config.ResponseMimeType switch
        {
            "application/json" => draft with { Text = Instance(request.Config.Schema, question, turn)?.ToJsonString(Indented) ?? "null" },
            "text/x.enum" => draft with { Text = Instance(request.Config.Schema, question, turn)?.ToString() ?? "" },
            _ => WithTools(draft, request, turn, question),
        };
    }

    private Draft WithTools(Draft draft, GenerateRequest request, CurrentTurn turn, Question question)
    {
        var tools = new RequestTools(request.Json);
        if (tools.Has("codeExecution") && !turn.EndsWithResponses && CodeRun.For(question.Text) is { } run)
        {
            return draft with { Text = run.Text, Lead = [.. run.Parts()] };
        }
        var addresses = tools.Has("urlContext") ? UrlReading.Addresses(question.Text) : [];
        var seen = _attachments.Tell(request);
        string?[] sentences =
        [
            ResponseTeller.Tell(turn),
            seen,
            addresses.Count > 0 ? UrlReading.Tell(addresses) : null,
            turn.EndsWithResponses || (seen is not null && Attachments.IsWhatWasAsked(question)) ? null : Composers.Compose(question),
        ];
        var text = string.Join("\n\n", sentences.OfType<string>());
        var beside = new JsonObject();
        var lead = new List<JsonObject>();
        if (addresses.Count > 0)
        {
            beside["urlContextMetadata"] = UrlReading.Of(addresses);
        }
        if (tools.Has("googleSearch") && !turn.EndsWithResponses)
        {
            beside["groundingMetadata"] = Grounding.Of(text, question);
            lead.AddRange(tools.ShowsServerSideCalls ? Grounding.ServerSideCall(question) : []);
        }
        return draft with { Text = text, Beside = beside, Lead = lead };
    }

    private static JsonNode? Instance(JsonObject? schema, Question question, CurrentTurn turn) => schema is null
        ? new JsonObject { ["topic"] = question.Topic, ["answer"] = Explanation.Answer(question), ["source"] = "demo emulator" }
        : new SchemaInstance(question.Dice, question.Topic, new SchemaHints(turn).Find).Make(schema);

    private static JsonObject Inline(string mimeType, byte[] data) =>
        new() { ["inlineData"] = new JsonObject { ["mimeType"] = mimeType, ["data"] = Convert.ToBase64String(data) } };
}
