using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GeminiStudio.Data;
using GeminiStudio.Gemini;

namespace GeminiStudio.Sessions;

/// <summary>What went to Google for a turn and what came back, as JSON that a person can read.</summary>
/// <param name="Method">HTTP method and path, without host and key.</param>
/// <param name="Request">The request's body.</param>
/// <param name="Response">The response put together again from what was stored; null when there was none.</param>
public sealed record RawExchange(string Method, string Request, string? Response)
{
    internal static RawExchange Of(ModelInfo model, ReadOnlyMemory<byte> body, Turn turn) => new(
        $"POST models/{model.ApiId}:streamGenerateContent?alt=sse",
        Pretty(JsonNode.Parse(body.Span)!),
        ResponseOf(turn));

    // Stored apart: parts in the turn, everything else in the envelope. Together they are the response again.
    private static string? ResponseOf(Turn turn)
    {
        if (turn.Envelope is null)
        {
            return turn.Error is null ? null : JsonNode.Parse(turn.Error)!["rawBody"]?.GetValue<string>();
        }

        var response = JsonNode.Parse(turn.Envelope)!.AsObject();
        if (response["candidates"] is JsonArray { Count: > 0 } candidates && candidates[0] is JsonObject candidate)
        {
            candidate.Insert(0, "content", new JsonObject { ["parts"] = JsonNode.Parse(turn.Parts), ["role"] = "model" });
        }

        return Pretty(response);
    }

    private static string Pretty(JsonNode node)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, PartsJson.Relaxed with { Indented = true }))
        {
            node.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
