using System.Text.Json;
using System.Text.Json.Serialization;
using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>Makes of a stored turn what a screen shows.</summary>
public static class TurnReader
{
    private static readonly JsonSerializerOptions ErrorJson = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string WriteError(TurnError error) => JsonSerializer.Serialize(error, ErrorJson);

    public static TurnView View(Turn turn, IReadOnlyList<Guid> siblings)
    {
        var parts = PartsJson.Read(turn.Parts);
        return new TurnView
        {
            Id = turn.Id,
            ParentId = turn.ParentId,
            Role = turn.Role,
            State = turn.State,
            CreatedAt = turn.CreatedAt,
            Text = string.Concat(parts.Where(p => !p.IsThought).Select(p => p.Text)),
            Thoughts = string.Concat(parts.Where(p => p.IsThought).Select(p => p.Text)),
            OtherParts = [.. parts.Where(p => p.Text is null).Select(p => System.Text.Encoding.UTF8.GetString(p.Json.Span))],
            PlacedParts = PlacedPart.Of(parts),
            Grounding = turn.Envelope is null ? null : GroundingReader.Read(turn.Envelope, [.. parts.Where(p => p.Text is not null && !p.IsThought).Select(p => p.Text!)]),
            Logprobs = turn.Envelope is null ? null : GroundingReader.Member(turn.Envelope, "logprobsResult"),
            TextParts = parts.Count(PartsJson.IsWords),
            IsEdited = turn.IsEdited,
            Settings = turn.Settings is null ? null : RunSettingsJson.Read(turn.Settings),
            ModelVersion = turn.ModelVersion,
            FinishReason = turn.FinishReason,
            FinishMessage = turn.FinishMessage,
            BlockReason = turn.BlockReason,
            Blocks = turn.State == TurnState.Blocked ? SafetyBlock.Read(turn.Envelope) : [],
            Usage = Usage(turn),
            IsEstimated = turn.IsEstimated,
            CostMicroUsd = turn.CostMicroUsd,
            FirstTokenMs = turn.FirstTokenMs,
            ThoughtsMs = turn.ThoughtsMs,
            TotalMs = turn.TotalMs,
            Error = turn.Error is null ? null : JsonSerializer.Deserialize<TurnError>(turn.Error, ErrorJson),
            Siblings = siblings,
        };
    }

    private static GeminiUsage? Usage(Turn turn) => turn.TotalTokens is null ? null : new GeminiUsage
    {
        PromptTokens = turn.PromptTokens ?? 0,
        CachedTokens = turn.CachedTokens ?? 0,
        CandidatesTokens = turn.OutputTokens ?? 0,
        ThoughtsTokens = turn.ThoughtsTokens ?? 0,
        TotalTokens = turn.TotalTokens.Value,
    };
}
