using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GeminiStudio.Emulator.Validation;

/// <summary>Scalars as proto3 JSON takes them: numbers in quotes, whole numbers with a fraction of zero, either base64.</summary>
internal static class WireScalars
{
    /// <summary>The value in its usual form; null when it is not of that type.</summary>
    public static JsonValue? Read(string type, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var text = value is JsonValue && kind == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
        return (type, kind) switch
        {
            ("string", JsonValueKind.String) => JsonValue.Create(text),
            ("bytes", JsonValueKind.String) => ReadBytes(text),
            ("bool", JsonValueKind.True or JsonValueKind.False) => JsonValue.Create(kind == JsonValueKind.True),
            ("int32", JsonValueKind.Number or JsonValueKind.String) => ReadWhole(text, int.MinValue, int.MaxValue),
            ("int64", JsonValueKind.Number or JsonValueKind.String) => ReadWhole(text, long.MinValue, long.MaxValue),
            ("float" or "double", JsonValueKind.Number or JsonValueKind.String) => ReadNumber(text),
            _ => null,
        };
    }

    private static JsonValue? ReadWhole(string text, decimal min, decimal max) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number) && number >= min && number <= max
            ? JsonValue.Create((long)number) : null;

    private static JsonValue? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number) : null;

    private static JsonValue? ReadBytes(string text)
    {
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        return Base64.IsValid(padded) ? JsonValue.Create(padded) : null;
    }
}
