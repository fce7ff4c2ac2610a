using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Gemini;
using GeminiStudio.Usage;

namespace GeminiStudio.Sessions;

/// <summary>Everything that is known of one answer: what was sent, what came, with which settings, at what cost, in which time.</summary>
public sealed record RunReceipt
{
    public required Guid TurnId { get; init; }

    /// <summary>Request and response, without the key.</summary>
    public required RawExchange Exchange { get; init; }

    /// <summary>The id that was picked.</summary>
    public required string Model { get; init; }

    /// <summary>The version that Google says answered; null when it did not say.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Google's name of the answer; null when it gave none.</summary>
    public string? ResponseId { get; init; }

    public required TurnState State { get; init; }

    public string? FinishReason { get; init; }

    public required DateTime AskedAt { get; init; }

    public int? FirstTokenMs { get; init; }

    public int? ThoughtsMs { get; init; }

    public int? TotalMs { get; init; }

    public required IReadOnlyList<ReceiptSetting> Settings { get; init; }

    /// <summary>Tokens by kind and modality, as Google counted them; empty when it did not count.</summary>
    public required IReadOnlyList<ReceiptTokens> Tokens { get; init; }

    /// <summary>Whether the cost rests on our estimate of the tokens.</summary>
    public bool IsEstimated { get; init; }

    public long? CostMicroUsd { get; init; }

    /// <summary>Day of the price table that is in use now.</summary>
    public required DateOnly PriceTable { get; init; }

    /// <summary>First day of the price that was in effect; null when none is known.</summary>
    public DateOnly? PriceFrom { get; init; }

    /// <summary>Requests that were sent for it; for a copy those of its original.</summary>
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>Whether a person changed the words, so that they are not what came.</summary>
    public bool IsEdited { get; init; }

    internal static RunReceipt Of(Turn turn, ModelInfo model, SettingOrigins origins, RawExchange exchange, IReadOnlyList<AttemptView> attempts)
    {
        var envelope = turn.Envelope is null ? null : Parsed(turn.Envelope);
        return new RunReceipt
        {
            TurnId = turn.Id,
            Exchange = exchange,
            Model = model.Id,
            ModelVersion = turn.ModelVersion,
            ResponseId = envelope?["responseId"]?.ToString(),
            State = turn.State,
            FinishReason = turn.FinishReason ?? turn.BlockReason,
            AskedAt = turn.CreatedAt,
            FirstTokenMs = turn.FirstTokenMs,
            ThoughtsMs = turn.ThoughtsMs,
            TotalMs = turn.TotalMs,
            Settings = ReceiptSetting.Of(model, origins, exchange.Request),
            Tokens = ReceiptTokens.Of(envelope?["usageMetadata"] as JsonObject),
            IsEstimated = turn.IsEstimated,
            CostMicroUsd = turn.CostMicroUsd,
            PriceTable = ModelCatalog.AsOf,
            PriceFrom = model.PriceOn(DateOnly.FromDateTime(turn.CreatedAt))?.EffectiveFrom,
            Attempts = attempts,
            IsEdited = turn.IsEdited,
        };
    }

    internal static JsonObject? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 512 }) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null; // doubled names: shown as text, not taken apart
        }
    }
}

/// <summary>Tokens of one kind.</summary>
/// <param name="Kind">Prompt, cached, tool use, output, thoughts or total.</param>
/// <param name="Count">All of them.</param>
/// <param name="ByModality">Those of each modality, by Google's name; empty when Google did not tell them apart.</param>
public sealed record ReceiptTokens(string Kind, long Count, IReadOnlyDictionary<string, long> ByModality)
{
    private static readonly (string Kind, string Count, string Details)[] Kinds =
    [
        ("prompt", "promptTokenCount", "promptTokensDetails"),
        ("cached", "cachedContentTokenCount", "cacheTokensDetails"),
        ("tool use", "toolUsePromptTokenCount", "toolUsePromptTokensDetails"),
        ("output", "candidatesTokenCount", "candidatesTokensDetails"),
        ("thoughts", "thoughtsTokenCount", ""),
        ("total", "totalTokenCount", ""),
    ];

    internal static IReadOnlyList<ReceiptTokens> Of(JsonObject? usage) => usage is null ? [] :
    [
        .. Kinds.Where(k => Number(usage[k.Count]) is not null).Select(k => new ReceiptTokens(
            k.Kind, Number(usage[k.Count]) ?? 0,
            (usage[k.Details] as JsonArray ?? []).OfType<JsonObject>().GroupBy(d => d["modality"]?.ToString() ?? "UNKNOWN").ToDictionary(g => g.Key, g => g.Sum(d => Number(d["tokenCount"]) ?? 0)))),
    ];

    private static long? Number(JsonNode? node) => node is JsonValue && long.TryParse(node.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
