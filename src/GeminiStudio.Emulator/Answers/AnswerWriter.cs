using GeminiStudio.Emulator.Models;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>Writes the draft of an answer: what the script dictates, else what the prompt asks for; then the limits cut.</summary>
internal sealed class AnswerWriter(int seed)
{
    public Draft Write(GenerateRequest request, Model model, Script script)
    {
        var history = string.Join('\n', request.Contents.Select(c => $"{c.Role}: {c.Text}"));
        var dice = new Dice($"{seed}|{request.Config.Seed}|{request.System?.Text}|{history}");
        var thoughts = ThoughtPlan.Make(request, model, script, dice);
        if (script.WithoutText)
        {
            return new Draft("", thoughts.Summaries, thoughts.Tokens, script.FinishReason ?? "STOP");
        }
        var text = script.Calls is not null && script.Say is null ? "" : Text(request, script, dice);
        var (cut, reason) = Limit(text, request.Config, thoughts.Tokens ?? 0);
        return new Draft(cut, thoughts.Summaries, thoughts.Tokens, script.FinishReason ?? reason) { Calls = script.Calls };
    }

    private static string Text(GenerateRequest request, Script script, Dice dice)
    {
        _ = dice;
        if (script.GiantBytes is { } bytes)
        {
            return new string('x', (int)bytes);
        }
        return script.Say ?? (script.Echo ? script.Prompt : AnswerText.Compose(script.Prompt));
    }

    private static (string Text, string Reason) Limit(string text, RequestConfig config, int thoughtTokens)
    {
        var stop = config.StopSequences.Select(s => text.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(text.Length).Min();
        var cut = text[..stop];
        if (config.MaxOutputTokens is not { } max || TokenCount.Of(cut) + thoughtTokens <= max)
        {
            return (cut, "STOP");
        }
        var characters = Math.Max(0, max - thoughtTokens) * 4;
        return (cut[..TextPieces.SafeEnd(cut, Math.Min(characters, cut.Length))], "MAX_TOKENS");
    }
}
