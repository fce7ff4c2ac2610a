using System.Globalization;
using System.Text.Json;

namespace GeminiStudio.Web.Kit;

/// <summary>A token of an answer with how likely it was, and what else might have stood there.</summary>
/// <param name="Text">The token.</param>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Others">The likeliest tokens at its place, itself among them.</param>
internal sealed record TokenOdds(string Text, double Probability, IReadOnlyList<(string Text, double Probability)> Others)
{
    private const int MostTokens = 2000;

    /// <summary>Five bands, from surprising to nearly certain.</summary>
    public int Band => Probability switch { < 0.2 => 0, < 0.5 => 1, < 0.8 => 2, < 0.95 => 3, _ => 4 };

    /// <summary>97.3 %.</summary>
    public static string Percent(double probability) => (probability * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Reads Google's <c>logprobsResult</c>; empty when there is nothing to read.</summary>
    public static IReadOnlyList<TokenOdds> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tops = Items(document.RootElement, "topCandidates").Take(MostTokens).Select(t => Items(t, "candidates").Select(One).ToList()).ToList();
            return [.. Items(document.RootElement, "chosenCandidates").Take(MostTokens).Select(One).Select((token, i) => new TokenOdds(token.Text, token.Probability, i < tops.Count ? tops[i] : []))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static (string Text, double Probability) One(JsonElement token) => (
        token.ValueKind == JsonValueKind.Object && token.TryGetProperty("token", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "",
        token.ValueKind == JsonValueKind.Object && token.TryGetProperty("logProbability", out var log) && log.ValueKind == JsonValueKind.Number ? Math.Clamp(Math.Exp(log.GetDouble()), 0, 1) : 1);

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
