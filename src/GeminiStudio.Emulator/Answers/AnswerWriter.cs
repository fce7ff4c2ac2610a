using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Answers.Composing;
using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Writes the draft of an answer: what the script dictates, else what the prompt asks for; then the limits cut.</summary>
internal sealed class AnswerWriter(int seed)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Draft Write(GenerateRequest request, Model model, Script script)
    {
        var history = string.Join('\n', request.Contents.Select(c => $"{c.Role}: {c.Text}"));
        var dice = new Dice($"{seed}|{request.Config.Seed}|{request.System?.Text}|{history}");
        var thoughts = ThoughtPlan.Make(request, model, script, dice);
        if (script.WithoutText)
        {
            return new Draft("", thoughts.Summaries, thoughts.Tokens, script.FinishReason ?? "STOP");
        }
        var text = Dictated(script, dice) ?? (script.Calls is null ? Composed(request, model, script, dice) : "");
        var (cut, reason) = OutputLimits.Cut(text, request.Config, thoughts.Tokens ?? 0);
        return new Draft(cut, thoughts.Summaries, thoughts.Tokens, script.FinishReason ?? reason) { Calls = script.Calls };
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

    private static string Composed(GenerateRequest request, Model model, Script script, Dice dice)
    {
        var question = Question.From(request, script.Prompt, model.ResolvesTo, dice);
        return request.Config.ResponseMimeType switch
        {
            "application/json" => Instance(request.Config.Schema, question)?.ToJsonString(Indented) ?? "null",
            "text/x.enum" => Instance(request.Config.Schema, question)?.ToString() ?? "",
            _ => Composers.Compose(question),
        };
    }

    private static JsonNode? Instance(JsonObject? schema, Question question) => schema is null
        ? new JsonObject { ["topic"] = question.Topic, ["answer"] = Explanation.Answer(question), ["source"] = "demo emulator" }
        : new SchemaInstance(question.Dice, question.Topic).Make(schema);
}
