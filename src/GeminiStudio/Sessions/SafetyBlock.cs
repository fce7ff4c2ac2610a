using System.Text.Json;

namespace GeminiStudio.Sessions;

/// <summary>A category that stopped an answer, or a prompt.</summary>
/// <param name="Category">By Google's name.</param>
/// <param name="Probability">LOW, MEDIUM or HIGH; empty when Google does not say.</param>
public sealed record SafetyBlock(string Category, string Probability)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>The blocked ratings of a response; when none says that it blocked, those that are not low.</summary>
    /// <param name="envelope">A response without its content, as it is stored; null when there was none.</param>
    internal static IReadOnlyList<SafetyBlock> Read(string? envelope)
    {
        if (envelope is null)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(envelope, Deep);
            var ratings = Ratings(json.RootElement, "promptFeedback").Concat(
                json.RootElement.TryGetProperty("candidates", out var candidates) && candidates is { ValueKind: JsonValueKind.Array } && candidates.GetArrayLength() > 0
                    ? Ratings(candidates[0])
                    : []).ToList();
            var blocked = ratings.Where(r => r.IsBlocked).ToList();
            return [.. (blocked.Count > 0 ? blocked : ratings.Where(r => r.Probability is "MEDIUM" or "HIGH")).Select(r => new SafetyBlock(r.Category, r.Probability))];
        }
        catch (JsonException)
        {
            return []; // kept as it came, whatever it is
        }
    }

    private static IEnumerable<Rating> Ratings(JsonElement holder, string member) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(member, out var inner) ? Ratings(inner) : [];

    private static IEnumerable<Rating> Ratings(JsonElement holder) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("safetyRatings", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object).Select(r => new Rating(
                Text(r, "category"), Text(r, "probability"), r.TryGetProperty("blocked", out var blocked) && blocked.ValueKind == JsonValueKind.True)).Where(r => r.Category.Length > 0)
            : [];

    private static string Text(JsonElement rating, string name) => rating.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private sealed record Rating(string Category, string Probability, bool IsBlocked);
}
