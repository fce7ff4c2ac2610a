using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Requests;

/// <summary>One message of a conversation as it was sent.</summary>
internal sealed record RequestContent(string Role, IReadOnlyList<JsonObject> Parts)
{
    public bool IsUser => Role != "model";

    /// <summary>Its text parts in one, thoughts left out.</summary>
    public string Text { get; } = string.Join('\n', Parts
        .Where(p => p["thought"]?.GetValue<bool>() != true)
        .Select(p => p["text"]?.GetValue<string>())
        .Where(t => !string.IsNullOrEmpty(t)));

    public static RequestContent Read(JsonObject content) => new(
        content["role"]?.GetValue<string>() is { Length: > 0 } role ? role : "user",
        [.. (content["parts"] as JsonArray ?? []).OfType<JsonObject>()]);
}

/// <summary>A request for an answer, read from its normalised JSON.</summary>
internal sealed record GenerateRequest(IReadOnlyList<RequestContent> Contents, RequestContent? System, RequestConfig Config, JsonObject Json)
{
    /// <summary>The last thing that the user said; it carries the directives.</summary>
    public string LastUserText { get; } = Contents.LastOrDefault(c => c.IsUser)?.Text ?? "";

    public static GenerateRequest Read(JsonObject json) => new(
        [.. (json["contents"] as JsonArray ?? []).OfType<JsonObject>().Select(RequestContent.Read)],
        json["systemInstruction"] is JsonObject system ? RequestContent.Read(system) : null,
        new RequestConfig(json["generationConfig"] as JsonObject ?? []),
        json);
}
