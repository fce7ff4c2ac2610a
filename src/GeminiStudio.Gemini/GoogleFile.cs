using System.Globalization;
using System.Text.Json;

namespace GeminiStudio.Gemini;

/// <summary>A file at Google's Files API.</summary>
/// <param name="Name">For example <c>files/abc-123</c>.</param>
/// <param name="Uri">What a prompt's <c>fileData</c> names.</param>
/// <param name="State">PROCESSING, ACTIVE or FAILED, as spelled by Google.</param>
/// <param name="ExpiresAt">When Google drops it; UTC, null when it does not say.</param>
/// <param name="Problem">Google's words when it could not read the file; null when all is well.</param>
public sealed record GoogleFile(string Name, string Uri, string State, DateTime? ExpiresAt, string? Problem)
{
    public bool IsActive => State == "ACTIVE";

    public bool IsProcessing => State == "PROCESSING";

    /// <summary>Reads a File resource, bare or inside <c>{"file":…}</c>; null when it is neither.</summary>
    internal static GoogleFile? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var file = document.RootElement;
            if (file.ValueKind == JsonValueKind.Object && file.TryGetProperty("file", out var inner))
            {
                file = inner;
            }

            return Text(file, "name") is { } name && Text(file, "uri") is { } uri
                ? new GoogleFile(name, uri, Text(file, "state") ?? "ACTIVE", Time(Text(file, "expirationTime")), ProblemOf(file))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ProblemOf(JsonElement file) => file.TryGetProperty("error", out var error) ? Text(error, "message") : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
