using System.Text.Encodings.Web;
using System.Text.Json;

namespace GeminiStudio.Sessions;

/// <summary>JSON as it goes to Google and to a person's eyes: nothing escaped that need not be.</summary>
public static class RelaxedJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented { get; } = new(Options) { WriteIndented = true };
}
