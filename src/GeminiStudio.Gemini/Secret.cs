using System.Text.Json;
using System.Text.Json.Serialization;

namespace GeminiStudio.Gemini;

/// <summary>A text that must never be shown: it prints as <c>***</c> and refuses to be written as JSON.</summary>
/// <remarks>Call <see cref="Reveal"/> only where the value goes on the wire or into the vault.</remarks>
[JsonConverter(typeof(RefusingConverter))]
public sealed class Secret(string value) : IEquatable<Secret>
{
    private readonly string _value = value;

    /// <summary>The last four characters, the only part that a person may see; fewer when the value is short.</summary>
    public string Fingerprint => _value.Length >= 12 ? _value[^4..] : "****";

    /// <summary>The value itself.</summary>
    public string Reveal() => _value;

    public override string ToString() => "***";

    public bool Equals(Secret? other) => other is not null && string.Equals(_value, other._value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    private sealed class RefusingConverter : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is never read from JSON.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A secret is never written as JSON.");
    }
}
