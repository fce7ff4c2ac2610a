using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Answers;

/// <summary>How the candidate looks that carries a finish reason: blocked answers lose their content.</summary>
internal sealed class FinalForm
{
    /// <summary>Content and reason, as for STOP and MAX_TOKENS.</summary>
    public static readonly FinalForm Plain = new((_, parts) => new JsonObject
    {
        ["parts"] = new JsonArray([.. parts]),
        ["role"] = "model",
    });

    private static readonly FinalForm Blocked = new((_, _) => new JsonObject()) { Rated = true };
    private static readonly FinalForm Emptied = new((_, _) => new JsonObject());
    private static readonly FinalForm WithoutContent = new((_, _) => null);

    private static readonly Dictionary<string, FinalForm> ByReason = new()
    {
        ["STOP"] = Plain,
        ["MAX_TOKENS"] = Plain,
        ["SAFETY"] = Blocked,
        ["PROHIBITED_CONTENT"] = Blocked,
        ["BLOCKLIST"] = Blocked,
        ["SPII"] = Blocked,
        ["IMAGE_SAFETY"] = Blocked,
        ["RECITATION"] = WithoutContent,
        ["OTHER"] = WithoutContent,
        ["MALFORMED_FUNCTION_CALL"] = new((_, _) => new JsonObject())
        {
            Message = "Malformed function call: print(default_api.get_weather(city='Oslo')",
        },
        ["UNEXPECTED_TOOL_CALL"] = new((_, _) => new JsonObject()) { Message = "Unexpected tool call: get_weather" },
    };

    private static readonly string[] RatedCategories =
    [
        "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_DANGEROUS_CONTENT", "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    ];

    private readonly Func<Draft, JsonObject[], JsonObject?> _content;

    private FinalForm(Func<Draft, JsonObject[], JsonObject?> content) => _content = content;

    private bool Rated { get; init; }

    private string? Message { get; init; }

    /// <summary>The form of a reason; one that nobody knows yet has an empty content.</summary>
    public static FinalForm Of(string reason) => ByReason.GetValueOrDefault(reason, Emptied);

    /// <summary>The candidate that ends the answer.</summary>
    /// <param name="parts">What it would say if the reason lets it; none of them when the answer has no text and no calls.</param>
    public JsonObject Candidate(Draft draft, params JsonObject[] parts)
    {
        var candidate = new JsonObject();
        var content = draft.IsSilent && parts.All(p => !p.ContainsKey("thought"))
            ? _content(draft, []) is { Count: > 0 } ? new JsonObject { ["role"] = "model" } : _content(draft, [])
            : _content(draft, parts);
        if (content is not null)
        {
            candidate["content"] = content;
        }
        candidate["finishReason"] = draft.FinishReason;
        if (Message is not null)
        {
            candidate["finishMessage"] = Message;
        }
        candidate["index"] = 0;
        foreach (var (name, value) in draft.Beside)
        {
            candidate[name] = value?.DeepClone();
        }
        if (Rated)
        {
            candidate["safetyRatings"] = new JsonArray([.. RatedCategories.Select((category, i) => i == 1
                ? new JsonObject { ["category"] = category, ["probability"] = "HIGH", ["blocked"] = true }
                : new JsonObject { ["category"] = category, ["probability"] = "NEGLIGIBLE" })]);
        }
        return candidate;
    }
}
