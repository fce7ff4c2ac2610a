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
/// <param name="Failure">What came instead, or the piece that the answer broke at, at most 4 KB, keys removed; null when there was none.</param>
public sealed record RawExchange(string Method, string Request, string? Response, string? Failure)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    internal static RawExchange Of(ModelInfo model, ReadOnlyMemory<byte> body, Turn turn, string parts) => new(
        $"POST models/{model.ApiId}:streamGenerateContent?alt=sse",
        Pretty(Encoding.UTF8.GetString(body.Span), node => node),
        turn.Envelope is null ? null : Pretty(turn.Envelope, node => WithParts(node, parts)),
        turn.Error is null ? null : JsonNode.Parse(turn.Error)!["rawBody"]?.GetValue<string>());

    // Stored apart: parts in the turn, everything else in the envelope. Together they are the response again.
    private static JsonNode WithParts(JsonNode response, string parts)
    {
        if (response["candidates"] is JsonArray { Count: > 0 } candidates && candidates[0] is JsonObject candidate)
        {
            candidate.Insert(0, "content", new JsonObject { ["parts"] = JsonNode.Parse(parts, documentOptions: Deep), ["role"] = "model" });
        }

        return response;
    }

    private static string Pretty(string json, Func<JsonNode, JsonNode> change)
    {
        using var buffer = new MemoryStream();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, PartsJson.Relaxed with { Indented = true, MaxDepth = Deep.MaxDepth });
            change(JsonNode.Parse(json, documentOptions: Deep)!).WriteTo(writer);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return json; // doubled names, half a surrogate pair: kept as it came, so shown as it came
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
