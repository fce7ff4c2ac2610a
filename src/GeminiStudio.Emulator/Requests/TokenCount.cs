using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Requests;

/// <summary>Counts tokens plausibly: four characters are one, media have a price per item.</summary>
/// <remarks>ai.google.dev/gemini-api/docs/tokens; images as in Gemini 3.</remarks>
internal static class TokenCount
{
    public static int Of(string text) => Of(text.Length);

    public static int Of(int characters) => (characters + 3) / 4;

    /// <summary>All that the model has to read.</summary>
    public static int Of(GenerateRequest request) => ByModality(request).Sum(m => m.Tokens);

    /// <summary>All that the model has to read, per modality, text first.</summary>
    public static IReadOnlyList<(string Modality, int Tokens)> ByModality(GenerateRequest request)
    {
        var parts = request.Contents.Concat(request.System is { } system ? [system] : []).SelectMany(c => c.Parts);
        var tools = request.Json["tools"] is { } declared ? Of(declared.ToJsonString()) : 0;
        return [.. parts.Select(p => (Modality: PartData.Modality(p), Tokens: Of(p)))
            .Append((Modality: "TEXT", Tokens: tools))
            .GroupBy(p => p.Modality)
            .Select(g => (Modality: g.Key, Tokens: g.Sum(p => p.Tokens)))
            .Where(m => m.Tokens > 0)
            .OrderByDescending(m => m.Modality == "TEXT")];
    }

    private static int Of(JsonObject part) => PartData.Modality(part) switch
    {
        "IMAGE" => 1_120,
        "DOCUMENT" => 560,
        "AUDIO" => 32 + Of((part["inlineData"]?["data"]?.GetValue<string>() ?? "").Length / 256),
        "VIDEO" => 1_000,
        _ when part["text"]?.GetValue<string>() is { } text => Of(text),
        _ => Of(part.ToJsonString()),
    };
}
