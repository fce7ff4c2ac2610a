using System.Globalization;
using System.Text.Json;

namespace GeminiStudio.Gemini.Wire;

/// <summary>Google's <c>google.rpc.Status</c> as far as it is acted on; every text has its keys removed.</summary>
internal sealed class ErrorEnvelope
{
    private ErrorEnvelope()
    {
    }

    public int? Code { get; private set; }

    public string? Message { get; private set; }

    public string? Status { get; private set; }

    public string? Reason { get; private set; }

    public TimeSpan? RetryDelay { get; private set; }

    public List<QuotaViolation> Quotas { get; } = [];

    public List<FieldViolation> Fields { get; } = [];

    /// <summary>Reads <c>{"error":{…}}</c>, also when it is wrapped in an array; null when the text is something else.</summary>
    public static ErrorEnvelope? TryRead(string text, Secret? key)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            {
                root = root[0];
            }

            return Member(root, "error", JsonValueKind.Object) is { } error ? Read(error, key) : null;
        }
        catch (JsonException)
        {
            return null; // HTML, a cut body, nothing: the status alone decides then
        }
    }

    private static ErrorEnvelope Read(JsonElement error, Secret? key)
    {
        var envelope = new ErrorEnvelope
        {
            Code = Member(error, "code", JsonValueKind.Number) is { } code && code.TryGetInt32(out var number) ? number : null,
            Message = Text(error, "message", key),
            Status = Text(error, "status", key),
        };
        foreach (var detail in Items(error, "details"))
        {
            switch (Text(detail, "@type", key)?.Split('.')[^1])
            {
                case "ErrorInfo":
                    envelope.Reason ??= Text(detail, "reason", key);
                    break;
                case "RetryInfo":
                    envelope.RetryDelay ??= Duration(Text(detail, "retryDelay", key));
                    break;
                case "QuotaFailure":
                    envelope.Quotas.AddRange(Items(detail, "violations").Select(v => Quota(v, key)));
                    break;
                case "BadRequest":
                    envelope.Fields.AddRange(Items(detail, "fieldViolations")
                        .Select(v => new FieldViolation(Text(v, "field", key) ?? "", Text(v, "description", key) ?? "")));
                    break;
            }
        }

        return envelope;
    }

    private static QuotaViolation Quota(JsonElement violation, Secret? key)
    {
        var model = Member(violation, "quotaDimensions", JsonValueKind.Object) is { } dimensions ? Text(dimensions, "model", key) : null;
        var limit = Member(violation, "quotaValue", JsonValueKind.Number) is { } number
            ? number.GetRawText()
            : Text(violation, "quotaValue", key);
        return new QuotaViolation(
            Text(violation, "quotaId", key),
            Text(violation, "quotaMetric", key),
            long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null,
            model);
    }

    /// <summary>A protobuf duration in JSON: seconds, perhaps with a fraction, and an s.</summary>
    private static TimeSpan? Duration(string? text) =>
        text is [.., 's'] && double.TryParse(text.AsSpan(..^1), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(31).TotalSeconds))
            : null;

    private static string? Text(JsonElement from, string name, Secret? key) =>
        Member(from, name, JsonValueKind.String) is { } value ? KeyMask.Apply(Lenient(value), key) : null;

    private static string Lenient(JsonElement value)
    {
        // GetString refuses half a surrogate pair; an error's text is worth showing all the same.
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
        reader.Read();
        return JsonText.Read(ref reader) ?? "";
    }

    private static IEnumerable<JsonElement> Items(JsonElement from, string name) =>
        Member(from, name, JsonValueKind.Array)?.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object) ?? [];

    private static JsonElement? Member(JsonElement from, string name, JsonValueKind kind) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
