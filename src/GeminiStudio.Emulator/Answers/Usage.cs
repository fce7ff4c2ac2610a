using System.Text.Json.Nodes;
using GeminiStudio.Emulator.Requests;
using GeminiStudio.Emulator.Scripts;

namespace GeminiStudio.Emulator.Answers;

/// <summary>The token counts of one answer, which grow with every event and always add up.</summary>
internal sealed class Usage(GenerateRequest request, UsageReport report)
{
    private readonly IReadOnlyList<(string Modality, int Tokens)> _prompt = TokenCount.ByModality(request);

    /// <summary>The counts so far; null when the script wants none.</summary>
    public JsonObject? ToJson(int? thoughtTokens, int candidatesTokens, (string Modality, int Tokens)? media = null)
    {
        if (report == UsageReport.None)
        {
            return null;
        }
        if (report == UsageReport.Zero)
        {
            return new JsonObject { ["promptTokenCount"] = 0, ["totalTokenCount"] = 0 };
        }
        var prompt = _prompt.Sum(m => m.Tokens);
        var usage = new JsonObject { ["promptTokenCount"] = prompt };
        if (candidatesTokens > 0)
        {
            usage["candidatesTokenCount"] = candidatesTokens;
        }
        usage["totalTokenCount"] = prompt + candidatesTokens + (thoughtTokens ?? 0);
        usage["promptTokensDetails"] = new JsonArray([.. _prompt.Select(m =>
            new JsonObject { ["modality"] = m.Modality, ["tokenCount"] = m.Tokens })]);
        if (media is { } some)
        {
            usage["candidatesTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = some.Modality, ["tokenCount"] = some.Tokens });
        }
        if (thoughtTokens > 0)
        {
            usage["thoughtsTokenCount"] = thoughtTokens;
        }
        usage["serviceTier"] = "standard";
        return usage;
    }
}
